/* Makes the evaluation page easier to walk through: topics as tabs, a filter over long tables, live charts. Without it the page shows all of it, one after the other. */
(() => {
  "use strict";

  const MANY_ROWS = 15;

  function tabs(training) {
    const box = training.querySelector(".mlops-topics");
    const topics = [...box.querySelectorAll(":scope > .mlops-topic")];
    if (topics.length < 2) {
      return;
    }
    const list = document.createElement("div");
    list.className = "mlops-tabs";
    list.setAttribute("role", "tablist");
    const buttons = topics.map((topic) => {
      const button = document.createElement("button");
      button.type = "button";
      button.id = `${topic.id}-tab`;
      button.textContent = topic.dataset.title;
      button.setAttribute("role", "tab");
      button.setAttribute("aria-controls", topic.id);
      topic.setAttribute("role", "tabpanel");
      topic.setAttribute("aria-labelledby", button.id);
      list.append(button);
      return button;
    });
    const show = (index, focus) => {
      topics.forEach((topic, i) => {
        const chosen = i === index;
        topic.hidden = !chosen;
        buttons[i].setAttribute("aria-selected", String(chosen));
        buttons[i].tabIndex = chosen ? 0 : -1;
      });
      if (focus) {
        buttons[index].focus();
      }
      topics[index].dispatchEvent(new CustomEvent("mlops-shown", { bubbles: true }));
    };
    buttons.forEach((button, index) => {
      button.addEventListener("click", () => {
        show(index, false);
        history.replaceState(null, "", `#show-${topics[index].id}`);
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) {
          event.preventDefault();
          show((index + step + topics.length) % topics.length, true);
        }
      });
    });
    box.before(list);
    box.classList.add("mlops-tabbed");
    // Not the topic's own id, to which the browser would scroll past the verdict.
    const asked = topics.findIndex((topic) => `#show-${topic.id}` === location.hash);
    show(Math.max(asked, 0), false);
  }

  function filter(region) {
    const rows = [...region.querySelectorAll("tbody tr")];
    if (rows.length < MANY_ROWS) {
      return;
    }
    const input = document.createElement("input");
    input.type = "search";
    input.className = "jenkins-input mlops-filter";
    input.setAttribute("aria-label", `${region.getAttribute("aria-label")}: name`);
    input.placeholder = `${rows.length} rows: filter by name`;
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      rows.forEach((row) => {
        row.hidden = !row.querySelector("th").textContent.toLowerCase().includes(wanted);
      });
    });
    region.before(input);
  }

  function colour(element, name) {
    // A canvas does not know color-mix() and var(): the browser has to resolve them first.
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    element.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  }

  const unitAxes = {
    roc: ["false positive rate", "true positive rate"],
    precision_recall: ["recall", "precision"],
  };

  function series(plot, isBaseline, colours, muted, only) {
    return plot.curves.map((curve, index) => ({
      type: plot.style === "scatter" ? "scatter" : "line",
      name: only ? (isBaseline ? "baseline" : "candidate") : curve.name + (isBaseline ? " (baseline)" : ""),
      data: curve.points,
      showSymbol: curve.points.length === 1,
      symbolSize: plot.style === "scatter" ? 6 : 4,
      color: isBaseline && only ? muted : colours[index % colours.length],
      lineStyle: { width: isBaseline ? 1.5 : 2, type: isBaseline ? "dashed" : "solid" },
      z: isBaseline ? 2 : 3,
    }));
  }

  function draw(figure, comparison) {
    const plot = comparison.candidate;
    const svg = figure.querySelector("svg.chart");
    if (!svg || !plot.curves) {
      return;
    }
    const text = colour(figure, "--muted");
    const line = colour(figure, "--line");
    const colours = ["--c0", "--c1", "--c2", "--c3", "--c4", "--c5"].map((name) => colour(figure, name));
    const only = plot.curves.length === 1;
    const [xLabel, yLabel] = unitAxes[plot.kind] || [plot.xLabel, plot.yLabel];
    const unit = plot.kind in unitAxes;
    const axis = (name, vertical) => ({
      type: "value",
      name,
      nameLocation: "middle",
      nameGap: vertical ? 42 : 26,
      scale: !unit,
      min: unit ? 0 : undefined,
      max: unit ? 1 : undefined,
      nameTextStyle: { color: text },
      axisLabel: { color: text },
      splitLine: { lineStyle: { color: line } },
    });
    const holder = document.createElement("div");
    holder.className = "mlops-chart";
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", svg.querySelector("desc")?.textContent || plot.title);
    svg.replaceWith(holder);
    figure.querySelector(".legend")?.remove();
    const candidate = series(plot, false, colours, text, only);
    const baseline = comparison.baseline ? series(comparison.baseline, true, colours, text, only) : [];
    const names = [...candidate, ...baseline].map((one) => one.name);
    const chart = echarts.init(holder);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(figure).fontFamily },
      tooltip: { trigger: plot.style === "scatter" ? "item" : "axis", confine: true },
      legend: {
        bottom: 0,
        textStyle: { color: text },
        data: names,
        type: names.length > 6 ? "scroll" : "plain",
      },
      grid: { left: 64, right: 16, top: 12, bottom: names.length > 2 ? 84 : 66 },
      dataZoom: unit ? [] : [{ type: "inside" }],
      xAxis: axis(xLabel, false),
      yAxis: axis(yLabel, true),
      series: [...baseline, ...candidate],
    });
    new ResizeObserver(() => chart.resize()).observe(holder);
  }

  async function charts(page) {
    if (typeof echarts === "undefined" || !page.querySelector("figure[data-plot] svg.chart")) {
      return;
    }
    const answer = await fetch(page.dataset.plots, { credentials: "same-origin" });
    if (!answer.ok) {
      return; // The pictures that the page came with stay.
    }
    const plots = await answer.json();
    for (const comparison of plots) {
      const training = page.querySelector(`.mlops-training[data-training="${comparison.training}"]`);
      const figure = training?.querySelector(`figure[data-plot="${CSS.escape(comparison.candidate.path)}"]`);
      const topic = figure?.closest(".mlops-topic");
      if (!figure) {
        continue;
      }
      if (!topic.hidden) {
        draw(figure, comparison);
      } else {
        // A chart in a hidden tab would be drawn with no width.
        topic.addEventListener("mlops-shown", () => draw(figure, comparison), { once: true });
      }
    }
  }

  function decide(form) {
    let confirmed = false;
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.dataset.confirm && !confirmed && typeof dialog !== "undefined") {
        event.preventDefault();
        dialog.confirm(button.dataset.confirm, { okText: button.textContent.trim() }).then(
          () => {
            confirmed = true;
            form.requestSubmit(button);
          },
          () => {},
        );
        return;
      }
      // A second click must not meet the answer of the first.
      setTimeout(() => form.querySelectorAll("button").forEach((other) => (other.disabled = true)), 0);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const page = document.querySelector(".mlops-evaluation");
    if (!page) {
      return;
    }
    page.querySelectorAll(".mlops-training").forEach(tabs);
    page.querySelectorAll(".scroll[role=region]").forEach(filter);
    page.querySelectorAll(".mlops-decision form").forEach(decide);
    charts(page);
  });
})();
