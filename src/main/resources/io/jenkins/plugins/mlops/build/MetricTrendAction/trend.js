/* Draws a MetricTrend. All names are hostile: they become text nodes, or text on a canvas, and never markup. */
(function () {
  "use strict";

  const RANGES = [50, 200, 500, 1000, 2000, 10000];
  const CHOICES = 100;
  const ROWS = 50;
  const COLORS = ["--blue", "--orange", "--green", "--purple", "--pink", "--teal"];
  const FALLBACK = ["#0b6aa2", "#b3541e", "#1e7b4a", "#7a4fb5", "#a8326f", "#00727a"];

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }

  function color(name, fallback) {
    // Colours of a theme may refer to others, so the browser has to say what comes out.
    const probe = element("span", {});
    probe.style.color = "var(" + name + ", " + fallback + ")";
    document.body.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return rgb(resolved) || fallback;
  }

  /** Themes say oklch() and color-mix(), which a chart cannot read; what the browser paints is red, green and blue. */
  function rgb(given) {
    const canvas = element("canvas", { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    if (!context) {
      return null;
    }
    context.fillStyle = given;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? null : "rgba(" + red + ", " + green + ", " + blue + ", " + alpha / 255 + ")";
  }

  function theme() {
    return {
      text: color("--text-color", "#14141f"),
      quiet: color("--text-color-secondary", "#5a5a6e"),
      line: color("--input-border", "#8888a0"),
      background: color("--background", "#ffffff"),
      limit: color("--text-color-secondary", "#5a5a6e"),
      failed: color("--red", "#c8102e"),
      promoted: color("--green", "#1e7b4a"),
      series: COLORS.map((name, i) => color(name, FALLBACK[i])),
    };
  }

  function show(number) {
    if (number === null || number === undefined) {
      return "";
    }
    return Number(number.toPrecision(6)).toString();
  }

  /** The lists of one metric, one for each section. */
  function byMetric(model) {
    const groups = new Map();
    model.series.forEach((series) => {
      if (!groups.has(series.metric)) {
        groups.set(series.metric, []);
      }
      groups.get(series.metric).push(series);
    });
    return groups;
  }

  class Trend {
    constructor(root) {
      this.root = root;
      this.texts = root.dataset;
      this.small = root.classList.contains("mlops-trend__small");
      this.charts = [];
      const given = new URLSearchParams(window.location.search);
      this.builds = Number(given.get("builds")) || 200;
      this.wanted = given.getAll("metric");
      this.rows = ROWS;
      this.status = element("p", { role: "status" }, this.texts.textLoading);
      this.figures = element("div", { class: "mlops-trend__charts" });
      if (this.small) {
        root.append(this.status, this.figures);
      } else {
        // No form: Jenkins puts a crumb into each.
        this.controls = element("div", { class: "mlops-trend__controls" });
        this.help = element("p", { class: "jenkins-description" }, this.texts.textHelp);
        this.table = element("section", { class: "mlops-trend__table" });
        root.append(this.controls, this.status, this.figures, this.help, this.table);
      }
    }

    url() {
      if (this.small) {
        return this.texts.trend;
      }
      const query = new URLSearchParams({ builds: this.builds });
      this.wanted.forEach((name) => query.append("metric", name));
      return this.texts.trend + "?" + query;
    }

    async load() {
      const asked = this.url();
      try {
        const response = await fetch(asked, { headers: { Accept: "application/json" } });
        if (!response.ok) {
          throw new Error(response.status + " " + response.statusText);
        }
        const model = await response.json();
        if (asked !== this.url()) {
          return;
        }
        this.model = model;
        if (!this.small) {
          this.drawControls();
        }
        this.draw();
      } catch (problem) {
        this.status.textContent = this.texts.textError + " (" + problem.message + ")";
      }
    }

    draw() {
      this.charts.forEach((chart) => chart.dispose());
      this.charts = [];
      this.figures.replaceChildren();
      const groups = byMetric(this.model);
      this.status.textContent = groups.size === 0 ? this.texts.textEmpty : "";
      const colors = theme();
      groups.forEach((series, metric) => this.drawChart(metric, series, colors));
      if (!this.small) {
        echarts.connect(this.charts);
        this.drawTable(groups);
      }
      this.root.dataset.drawn = Math.round(performance.now()).toString();
    }

    describe(metric, series) {
      const numbers = series.flatMap((one) => one.values).filter((value) => value !== null);
      const newest = numbers[numbers.length - 1];
      const lowest = numbers.reduce((a, b) => Math.min(a, b), Infinity);
      const highest = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
      const limits = ["min", "max"].flatMap((bound) =>
        series
          .filter((one) => one[bound])
          .map((one) => this.texts[bound === "min" ? "textMin" : "textMax"] + " " + show(one[bound].findLast((value) => value !== null))),
      );
      return [
        metric,
        this.texts.textNewest + " " + show(newest),
        this.texts.textLowest + " " + show(lowest),
        this.texts.textHighest + " " + show(highest),
        ...limits,
      ].join(", ");
    }

    drawChart(metric, series, colors) {
      const last = series[0].values.findLast((value) => value !== null);
      const canvas = element("div", {
        class: "mlops-trend__canvas",
        role: "img",
        "aria-label": this.describe(metric, series),
      });
      this.figures.append(
        element(
          "figure",
          { class: "mlops-trend__chart" },
          element("figcaption", {}, metric, element("span", {}, show(last))),
          canvas,
        ),
      );
      const chart = echarts.init(canvas);
      this.charts.push(chart);
      chart.setOption(this.options(series, colors));
      chart.getZr().on("click", (event) => {
        const at = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
        const build = at && this.model.builds[Math.round(at[0])];
        if (build && build.exists && chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) {
          window.location.assign(this.texts.job + build.number + "/");
        }
      });
    }

    options(series, colors) {
      const builds = this.model.builds;
      const drawn = [];
      series.forEach((one, i) => {
        const main = colors.series[i % colors.series.length];
        drawn.push({
          type: "line",
          name: one.section || one.metric,
          data: one.values,
          showSymbol: builds.length < 40,
          symbolSize: 5,
          sampling: "lttb",
          connectNulls: true,
          lineStyle: { width: builds.length > 300 ? 1 : 2, color: main },
          itemStyle: { color: main },
        });
        ["min", "max"].forEach((bound) => {
          if (one[bound]) {
            drawn.push({
              type: "line",
              step: "middle",
              name: bound,
              data: one[bound],
              symbol: "none",
              silent: true,
              lineStyle: { width: 1, type: "dashed", color: colors.limit },
              itemStyle: { color: colors.limit },
              endLabel: { show: !this.small, formatter: bound, color: colors.quiet },
            });
          }
        });
        drawn.push(this.marks(one, (build) => build.promoted, "diamond", colors.promoted));
        drawn.push(this.marks(one, (build) => build.verdict === "failed", "triangle", colors.failed));
      });
      return {
        animation: false,
        grid: { left: 4, right: this.small ? 8 : 40, top: 14, bottom: 4, containLabel: true },
        xAxis: {
          type: "category",
          data: builds.map((build) => build.label),
          axisLabel: { color: colors.quiet, hideOverlap: true, width: 90, overflow: "truncate" },
          axisLine: { lineStyle: { color: colors.line } },
        },
        yAxis: {
          type: "value",
          scale: true,
          splitNumber: this.small ? 2 : 4,
          axisLabel: { color: colors.quiet, formatter: show },
          splitLine: { lineStyle: { color: colors.line, opacity: 0.3 } },
        },
        tooltip: {
          trigger: "axis",
          // Drawn on the canvas: as HTML, names would have to be escaped.
          renderMode: "richText",
          confine: true,
          backgroundColor: colors.background,
          borderColor: colors.line,
          textStyle: { color: colors.text },
          formatter: (points) => this.tooltip(points, series),
        },
        dataZoom: this.small ? [] : [{ type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false }],
        series: drawn,
      };
    }

    marks(one, holds, symbol, fill) {
      const data = [];
      this.model.builds.forEach((build, i) => {
        if (one.values[i] !== null && holds(build)) {
          data.push([i, one.values[i]]);
        }
      });
      return {
        type: "scatter",
        symbol,
        symbolSize: this.small ? 7 : 9,
        data,
        itemStyle: { color: fill },
        large: false,
        silent: true,
        tooltip: { show: false },
        z: 3,
      };
    }

    tooltip(points, series) {
      const at = points.length > 0 ? points[0].dataIndex : -1;
      const build = this.model.builds[points.length > 0 && points[0].seriesType === "line" ? at : -1];
      if (!build) {
        return "";
      }
      const plain = (text) => text.replace(/[{}|]/g, " ").slice(0, 80);
      const lines = [plain(build.label) + "  " + new Date(build.at).toLocaleString() + this.signs(build)];
      series.forEach((one) => {
        if (one.values[at] !== null) {
          const bounds = ["min", "max"].filter((bound) => one[bound] && one[bound][at] !== null).map((bound) => bound + " " + show(one[bound][at]));
          lines.push(
            (one.section ? plain(one.section) + ": " : "") + one.values[at] + (bounds.length > 0 ? " (" + bounds.join(", ") + ")" : ""),
          );
        }
      });
      return lines.join("\n");
    }

    verdict(build) {
      return { passed: this.texts.textPassed, warning: this.texts.textWarning, failed: this.texts.textFailed }[build.verdict] || "";
    }

    signs(build) {
      const words = [this.verdict(build), build.promoted ? this.texts.textPromoted : ""].filter((word) => word);
      return words.length > 0 ? "  " + words.join(", ") : "";
    }

    drawControls() {
      if (this.choices) {
        this.drawChoices();
        return;
      }
      const select = element("select", { class: "jenkins-select__input" });
      RANGES.forEach((range) => select.append(element("option", { value: range }, range.toString())));
      if (!RANGES.includes(this.builds)) {
        select.append(element("option", { value: this.builds }, this.builds.toString()));
      }
      select.value = this.builds.toString();
      select.addEventListener("change", () => {
        this.builds = Number(select.value);
        this.change();
      });
      this.search = element("input", {
        type: "search",
        class: "jenkins-input",
        placeholder: this.texts.textSearch,
        "aria-label": this.texts.textSearch,
      });
      this.search.addEventListener("input", () => this.drawChoices());
      this.choices = element("div", { class: "mlops-trend__choices" });
      const fieldset = element("fieldset", {}, element("legend", {}, this.texts.textMetrics), this.search, this.choices);
      this.controls.append(
        element("label", {}, this.texts.textBuilds, element("div", { class: "jenkins-select" }, select)),
        fieldset,
      );
      this.drawChoices();
    }

    drawChoices() {
      const focused = this.choices.contains(document.activeElement) ? document.activeElement.value : null;
      const words = this.search.value.toLowerCase();
      this.search.hidden = this.model.metrics.length <= 12;
      const matching = this.model.metrics.filter((metric) => metric.name.toLowerCase().includes(words));
      const first = matching.filter((metric) => metric.shown).concat(matching.filter((metric) => !metric.shown));
      const shown = this.model.metrics.length > CHOICES || words ? first.slice(0, CHOICES) : matching;
      this.choices.replaceChildren(
        ...shown.map((metric) => {
          const box = element("input", { type: "checkbox", value: metric.name });
          box.checked = metric.shown;
          box.addEventListener("change", () => this.choose(metric.name, box.checked));
          return element("label", {}, box, metric.name);
        }),
      );
      if (matching.length > shown.length) {
        this.choices.append(matching.length - shown.length + " " + this.texts.textMatching);
      }
      const again = focused && [...this.choices.querySelectorAll("input")].find((box) => box.value === focused);
      if (again) {
        again.focus();
      }
    }

    choose(name, on) {
      const current = this.model.metrics.filter((metric) => metric.shown).map((metric) => metric.name);
      this.wanted = on ? current.concat(name) : current.filter((other) => other !== name);
      this.change();
    }

    change() {
      const query = new URLSearchParams({ builds: this.builds });
      this.wanted.forEach((name) => query.append("metric", name));
      window.history.replaceState(null, "", "?" + query);
      this.load();
    }

    drawTable(groups) {
      const columns = [...groups.values()].flat();
      const several = (one) => groups.get(one.metric).length > 1;
      const head = element("tr", {});
      [this.texts.textBuild, this.texts.textTime, this.texts.textVerdict]
        .concat(columns.map((one) => (several(one) ? one.metric + " (" + (one.section || this.texts.textNone) + ")" : one.metric)))
        .forEach((text) => head.append(element("th", { scope: "col" }, text)));
      const body = element("tbody", {});
      const builds = this.model.builds;
      for (let i = builds.length - 1; i >= Math.max(0, builds.length - this.rows); i--) {
        body.append(this.row(builds[i], i, columns));
      }
      const parts = [
        element("h2", {}, this.texts.textNumbers),
        element("table", { class: "jenkins-table" }, element("thead", {}, head), body),
      ];
      if (builds.length > this.rows) {
        const more = element("button", { type: "button", class: "jenkins-button" }, this.texts.textAll + " (" + builds.length + ")");
        more.addEventListener("click", () => {
          this.rows = Infinity;
          this.drawTable(groups);
        });
        parts.push(more);
      }
      this.table.replaceChildren(...parts);
    }

    row(build, at, columns) {
      const name = build.exists
        ? element("a", { href: this.texts.job + build.number + "/" }, build.label)
        : build.label + " (" + this.texts.textDeleted + ")";
      const time = element("time", { datetime: new Date(build.at).toISOString() }, new Date(build.at).toLocaleString());
      const words = [this.verdict(build), build.promoted ? this.texts.textPromoted : ""].filter((word) => word).join(", ");
      const row = element("tr", {}, element("td", { role: "rowheader" }, name), element("td", {}, time), element("td", {}, words));
      columns.forEach((one) => {
        const number = one.values[at];
        row.append(element("td", { class: "mlops-trend__number" }, number === null ? "" : number.toString()));
      });
      return row;
    }
  }

  function start() {
    const trends = [...document.querySelectorAll(".mlops-trend[data-trend], .mlops-trend__small[data-trend]")].map((root) => new Trend(root));
    trends.forEach((trend) => trend.load());
    window.addEventListener("resize", () => trends.forEach((trend) => trend.charts.forEach((chart) => chart.resize())));
    const redraw = () => trends.filter((trend) => trend.model).forEach((trend) => trend.draw());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
