/* Keeps the releases of a build as they are while somebody looks, and asks once more before a rollback. Without it the page shows them as they were when it was loaded. */
(() => {
  "use strict";

  const INTERVAL = 3000;

  function confirmed(form) {
    let sure = false;
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.dataset.confirm && !sure && typeof dialog !== "undefined") {
        event.preventDefault();
        const reason = form.querySelector("textarea").value.trim();
        dialog
          .confirm(button.dataset.confirm, {
            message: `${button.dataset.consequence}\n\n${reason}`,
            okText: button.textContent.trim(),
            type: "destructive",
          })
          .then(
            () => {
              sure = true;
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

  /** What came from the server for each part, so that what a person does there is not taken for a change. */
  const shown = new WeakMap();

  function remember(release) {
    release.querySelectorAll(":scope > [data-live]").forEach((part) => shown.set(part, part.innerHTML));
    release.querySelectorAll("form").forEach(confirmed);
  }

  function replace(part, fresh) {
    const reason = part.querySelector("textarea")?.value;
    const open = part.querySelector("details")?.open;
    part.replaceChildren(...fresh.childNodes);
    const textarea = part.querySelector("textarea");
    if (textarea) {
      textarea.value = reason || "";
      part.querySelector("details").open = Boolean(open);
    }
    part.querySelectorAll("form").forEach(confirmed);
    if (typeof Behaviour !== "undefined") {
      Behaviour.applySubtree(part, true);
    }
  }

  function update(list, fresh) {
    fresh.querySelectorAll(":scope > .mlops-release").forEach((release) => {
      const known = list.querySelector(`:scope > [data-release="${CSS.escape(release.dataset.release)}"]`);
      if (!known) {
        list.append(release);
        remember(release);
        if (typeof Behaviour !== "undefined") {
          Behaviour.applySubtree(release, true);
        }
        return;
      }
      known.querySelectorAll(":scope > [data-live]").forEach((part) => {
        const other = release.querySelector(`:scope > [data-live="${CSS.escape(part.dataset.live)}"]`);
        if (other && other.innerHTML !== shown.get(part)) {
          shown.set(part, other.innerHTML);
          replace(part, other);
        }
      });
    });
    if (fresh.querySelector(":scope > .mlops-release")) {
      list.querySelector(":scope > [data-empty]")?.remove();
    }
    list.dataset.version = fresh.dataset.version;
  }

  async function load(path) {
    const answer = await fetch(path, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status}`);
    }
    return answer;
  }

  async function look(list) {
    const status = await (await load(`${list.dataset.base}status`)).json();
    if (status.version !== list.dataset.version) {
      const text = await (await load(list.dataset.base + list.dataset.part)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".mlops-releases");
      if (fresh) {
        update(list, fresh);
      }
    }
    return status.goesOn;
  }

  function follow(list) {
    const again = () =>
      setTimeout(() => {
        if (document.hidden) {
          again();
          return;
        }
        look(list).then(
          (goesOn) => goesOn && again(),
          // A controller that is restarted comes back.
          () => again(),
        );
      }, INTERVAL);
    if (list.dataset.goesOn === "true") {
      again();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".mlops-releases").forEach((list) => {
      list.querySelectorAll(":scope > .mlops-release").forEach(remember);
      follow(list);
    });
  });
})();
