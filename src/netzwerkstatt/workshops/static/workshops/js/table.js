import { countdown, spoken } from "./clock.js";
import { follow } from "../../live/live.js";

/**
 * The page of a table follows the workshop: when another phase opens it is there. Where something is typed that was not
 * sent, nothing is taken away; the page says that the workshop has gone on.
 * @param {Document} page
 */
function table(page) {
  const { snapshot } = page.body.dataset;
  if (!snapshot) return;
  /** @type {Record<string, any>} */
  let view = {};
  follow({
    snapshot,
    onSnapshot(next) {
      view = next;
      tick();
      if (next.running && String(next.page) === page.body.dataset.page) return;
      if (isUsed(page)) show(page, "[data-gone-on]", true);
      else window.location.reload();
    },
    onState(state) {
      show(page, "[data-lost]", state === "waiting");
    },
  });
  const tick = countdown(
    () => view,
    (left, paused) => {
      const place = page.querySelector("[data-clock-text]");
      if (place === null) return;
      place.textContent = left === null || (left <= 0 && !paused) ? "" : spoken(left);
    },
  );
}

/**
 * @param {Document} page
 * @returns {boolean} something is typed or chosen that was not sent
 */
function isUsed(page) {
  for (const field of page.querySelectorAll("main input, main textarea, main select")) {
    if (field instanceof HTMLInputElement && field.type === "hidden") continue;
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      if (field.checked !== field.defaultChecked) return true;
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
      if (field.value !== field.defaultValue) return true;
    }
  }
  return false;
}

/**
 * @param {Document} page
 * @param {string} which
 * @param {boolean} shown
 */
function show(page, which, shown) {
  const line = page.querySelector(which);
  if (line instanceof HTMLElement) line.hidden = !shown;
}

table(document);
