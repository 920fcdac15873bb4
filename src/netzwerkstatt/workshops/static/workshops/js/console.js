import { countdown, spoken } from "./clock.js";
import { letGo } from "./press.js";
import { follow } from "../../live/live.js";

const A_MINUTE = 60_000;
const REST = 1500; // between two looks at the page

/**
 * The console follows the workshop: numbers at once, the parts of the page where something changed. A part in which
 * somebody types, or has a list open, waits until that is over.
 * @param {Document} page
 */
function run(page) {
  /** @type {Record<string, any>} */
  let view = {};
  let wanted = "";
  let fetching = false;
  let later = 0;
  let lookedAt = -REST;
  follow({
    snapshot: page.body.dataset.snapshot ?? "",
    onSnapshot(next) {
      view = next;
      for (const [name, value] of Object.entries(next.numbers ?? {})) {
        for (const place of page.querySelectorAll(`[data-number="${name}"]`)) place.textContent = String(value);
      }
      tick();
      wanted = String(next.page);
      if (next.running === false) window.location.reload();
      else if (wanted !== page.body.dataset.page && later === 0) soon(lookedAt + REST - performance.now());
    },
    onState(state) {
      const place = page.querySelector("[data-link]");
      if (!(place instanceof HTMLElement)) return;
      place.textContent = (state === "waiting" ? place.dataset.off : place.dataset.on) ?? "";
      place.classList.toggle("is-off", state === "waiting");
    },
  });
  const tick = countdown(
    () => view,
    (left, paused) => {
      const place = page.querySelector("[data-clock]");
      if (!(place instanceof HTMLElement) || left === null) return;
      place.textContent = left < 0 && !paused ? (place.dataset.clockOver ?? "") : spoken(left);
      place.classList.toggle("is-over", left < 0 && !paused);
    },
  );

  // the clock goes on where nothing happens: when it will end, and by how much later
  window.setInterval(() => {
    if (later === 0 && !page.hidden) soon(0);
  }, A_MINUTE);

  /**
   * Once, however much comes until then.
   * @param {number} pause
   */
  function soon(pause) {
    window.clearTimeout(later);
    later = window.setTimeout(() => void refresh(), Math.max(0, pause));
  }

  async function refresh() {
    if (fetching) return;
    fetching = true;
    let again = false;
    try {
      const answer = await fetch(window.location.pathname, { cache: "no-store" });
      if (answer.redirected) {
        window.location.assign(answer.url);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status)); // a page that says so is none to put here
      const came = new DOMParser().parseFromString(await answer.text(), "text/html");
      await letGo();
      const waits = [...page.querySelectorAll("[data-part]")].filter((part) => !exchange(part, came)).length;
      const board = exchangeBoard(page, came);
      if (waits === 0 && board) page.body.dataset.page = came.body.dataset.page ?? "";
      appear(page, came);
      tick();
      again = wanted !== page.body.dataset.page;
    } catch {
      again = true;
    } finally {
      fetching = false;
      later = 0;
      lookedAt = performance.now();
      if (again) soon(2 * REST);
    }
  }
}

/**
 * @param {Element} part
 * @param {Document} came
 * @returns {boolean} whether nothing waits any more
 */
function exchange(part, came) {
  const next = came.querySelector(`[data-part="${part.getAttribute("data-part")}"]`);
  if (next === null) {
    part.replaceChildren();
    return true;
  }
  if (same(part, next)) return true;
  if (isUsed(part)) return false;
  for (const fold of part.querySelectorAll("details")) {
    const twin = [...next.querySelectorAll("details")][[...part.querySelectorAll("details")].indexOf(fold)];
    if (twin) twin.open = fold.open;
  }
  part.replaceWith(next);
  return true;
}

/**
 * A part that was not there before comes after the one before it.
 * @param {Document} page
 * @param {Document} came
 */
function appear(page, came) {
  for (const next of came.querySelectorAll("[data-part]")) {
    const name = next.getAttribute("data-part");
    if (page.querySelector(`[data-part="${name}"]`) !== null) continue;
    const before = next.previousElementSibling?.getAttribute("data-part");
    page.querySelector(`[data-part="${before}"]`)?.after(next);
  }
}

/**
 * @param {Document} page
 * @param {Document} came
 * @returns {boolean}
 */
function exchangeBoard(page, came) {
  const here = page.querySelector("[data-board-area]");
  const next = came.querySelector("[data-board-area]");
  if (here === null || next === null || same(here, next)) return true;
  if (isUsed(here) || here.querySelector("input[name=ideas]:checked, details[open], .is-dragged") !== null) return false;
  const across = here.querySelector(".board")?.scrollLeft ?? 0;
  here.replaceWith(next);
  const columns = next.querySelector(".board");
  if (columns !== null) columns.scrollLeft = across;
  next.dispatchEvent(new Event("form-added", { bubbles: true }));
  return true;
}

/**
 * The same but for tokens and ids of forms, which are new each time.
 * @param {Element} one
 * @param {Element} other
 */
function same(one, other) {
  const bare = (/** @type {Element} */ element) => {
    const copy = element.cloneNode(true);
    if (!(copy instanceof Element)) return "";
    for (const field of copy.querySelectorAll("input[name=csrfmiddlewaretoken], input[name=client_id]")) field.remove();
    for (const number of copy.querySelectorAll("[data-number], [data-clock]")) number.textContent = "";
    for (const open of copy.querySelectorAll("details[open]")) open.removeAttribute("open");
    return copy.innerHTML.replace(/\s+/g, " ");
  };
  return bare(one) === bare(other);
}

/**
 * Somebody is typing there, or has typed something that is not sent.
 * @param {Element} part
 */
function isUsed(part) {
  const field = document.activeElement;
  if (field !== null && part.contains(field) && field.matches("input:not([type=hidden]):not([type=checkbox]), textarea, select")) return true;
  return [...part.querySelectorAll("input[type=text], input:not([type]), textarea")].some(
    (one) => (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) && one.value !== one.defaultValue,
  );
}

run(document);
