/**
 * The board works without this: forms post, a page comes back. With it, the page stays where it is, what was done is
 * said, and cards are reached and marked with the keys.
 * @param {Document} page
 */
function board(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("board" in form.dataset)) return;
    event.preventDefault();
    void send(page, form, event.submitter);
  });
  page.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "ideas") count(page);
  });
  page.addEventListener("keydown", (event) => keys(page, event));
  ready(page);
}

/**
 * Post a form and put what comes back in the place of the board; where that fails, the browser posts it itself.
 * @param {Document} page
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function send(page, form, button) {
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const body = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) body.set(button.name, button.value);
  const sent = new URLSearchParams();
  for (const [name, value] of body) sent.append(name, String(value));
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent });
    const came = new DOMParser().parseFromString(await answer.text(), "text/html");
    const area = came.querySelector("[data-board-area]");
    const here = page.querySelector("[data-board-area]");
    if (area === null || here === null) {
      window.location.assign(answer.url);
      return;
    }
    exchange(page, here, area, came);
  } catch {
    form.removeAttribute("aria-busy");
    const again = page.createElement("input");
    Object.assign(again, { type: "hidden", name: "do", value: button instanceof HTMLButtonElement ? button.value : "" });
    form.append(again);
    form.submit();
  }
}

/**
 * The new board in the place of the old one: scrolled as it was, with the focus where it was, and what is new said.
 * @param {Document} page
 * @param {Element} here
 * @param {Element} area
 * @param {Document} came
 */
function exchange(page, here, area, came) {
  const focused = page.activeElement;
  const id = focused?.id || "";
  const value = focused instanceof HTMLInputElement && focused.name === "ideas" ? focused.value : "";
  const across = here.querySelector(".board")?.scrollLeft ?? 0;
  const said = [...came.querySelectorAll(".error-summary, .messages, .toast")]
    .map((one) => one.textContent?.trim().replace(/\s+/g, " "))
    .filter(Boolean);
  here.replaceWith(area);
  for (const one of page.querySelectorAll(".messages, .toast")) one.remove();
  const main = page.getElementById("main");
  for (const message of came.querySelectorAll(".messages")) main?.before(message);
  const toasts = page.querySelector("[data-toasts]");
  for (const toast of came.querySelectorAll(".toast")) toasts?.append(toast);
  const columns = area.querySelector(".board");
  if (columns !== null) columns.scrollLeft = across;
  ready(page);
  const card = value ? area.querySelector(`input[name=ideas][value="${CSS.escape(value)}"]`) : null;
  const wrong = area.querySelector(".error-summary");
  const next = wrong ?? card ?? (id ? page.getElementById(id) : null) ?? area.querySelector("input[name=ideas]");
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  const voice = area.querySelector("[data-board-said]");
  if (voice !== null) window.setTimeout(() => (voice.textContent = said.join(" ")), 60);
}

/** @param {Document} page */
function ready(page) {
  const help = page.querySelector("[data-board-keys]");
  if (help instanceof HTMLElement) help.hidden = false;
  count(page);
}

/**
 * How many cards are marked, in the bar.
 * @param {Document} page
 */
function count(page) {
  const place = page.querySelector("[data-marked]");
  if (!(place instanceof HTMLElement)) return;
  const number = page.querySelectorAll("input[name=ideas]:checked").length;
  const { none = "", one = "", many = "" } = place.dataset;
  place.textContent = number === 0 ? none : number === 1 ? one : many.replace("#", String(number));
}

/**
 * @param {Document} page
 * @param {KeyboardEvent} event
 */
function keys(page, event) {
  const target = event.target;
  if (!(target instanceof HTMLElement) || page.querySelector("[data-board-area]") === null) return;
  const isCard = target instanceof HTMLInputElement && target.name === "ideas";
  const writes = !isCard && target.matches("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !writes) {
    const key = event.key.toLowerCase();
    const back = key === "z" && !event.shiftKey;
    const again = key === "y" || (key === "z" && event.shiftKey);
    const button = back || again ? page.getElementById(back ? "board-undo" : "board-redo") : null;
    if (button instanceof HTMLButtonElement && !button.disabled) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (!isCard || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(page, target, event.key);
  const field = { n: "id_title", m: "to-cluster" }[event.key.toLowerCase()];
  if (next !== null) next.focus();
  else if (field !== undefined) page.getElementById(field)?.focus();
  else if (event.key === "Escape") unmark(page);
  else return;
  event.preventDefault();
}

/**
 * The card above, below, or at the same height in the column beside.
 * @param {Document} page
 * @param {HTMLElement} card
 * @param {string} key
 * @returns {HTMLElement | null}
 */
function neighbour(page, card, key) {
  const columns = [...page.querySelectorAll(".board > section")]
    .map((column) => [...column.querySelectorAll("input[name=ideas]")])
    .filter((cards) => cards.length > 0);
  const at = columns.findIndex((cards) => cards.includes(card));
  const row = columns[at]?.indexOf(card) ?? 0;
  const beside = { ArrowLeft: at - 1, ArrowRight: at + 1 }[key];
  const found =
    beside !== undefined
      ? columns[beside]?.[Math.min(row, (columns[beside]?.length ?? 1) - 1)]
      : columns[at]?.[{ ArrowUp: row - 1, ArrowDown: row + 1 }[key] ?? -1];
  return found instanceof HTMLElement ? found : null;
}

/** @param {Document} page */
function unmark(page) {
  for (const card of page.querySelectorAll("input[name=ideas]:checked")) {
    if (card instanceof HTMLInputElement) card.checked = false;
  }
  count(page);
}

board(document);
