/**
 * Cards of the board can be dragged into another column, beside the buttons and keys, which do the same. A marked card
 * takes the others that are marked along. Fingers scroll; on touch screens the buttons do it.
 */

const FAR_ENOUGH = 8;

/**
 * @typedef {{ card: HTMLElement, box: HTMLInputElement, x: number, y: number, moving: boolean }} Drag
 * @param {Document} page
 */
function drag(page) {
  /** @type {Drag | null} */
  let held = null;

  page.addEventListener("pointerdown", (event) => {
    const card = event.target instanceof Element ? event.target.closest("[data-board-area] .board__card") : null;
    const box = card?.querySelector("input[name=ideas]");
    if (event.pointerType === "touch" || event.button !== 0 || event.target === box) return;
    if (card instanceof HTMLElement && box instanceof HTMLInputElement) {
      held = { card, box, x: event.clientX, y: event.clientY, moving: false };
    }
  });
  page.addEventListener("pointermove", (event) => {
    if (held === null) return;
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_ENOUGH) return;
    if (!held.moving) begin(page, held);
    window.getSelection()?.removeAllRanges();
    const column = columnAt(page, event);
    for (const one of page.querySelectorAll(".is-target")) if (one !== column) one.classList.remove("is-target");
    column?.classList.add("is-target");
  });
  page.addEventListener("pointerup", (event) => {
    const over = held?.moving ? columnAt(page, event) : null;
    const from = held?.card.closest("[data-column]") ?? null;
    if (held?.moving) page.addEventListener("click", swallow, { capture: true, once: true });
    end();
    window.setTimeout(() => {
      page.removeEventListener("click", swallow, true);
      if (over !== null && over !== from) move(page, over);
    }, 0);
  });
  page.addEventListener("pointercancel", end);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });

  function end() {
    held = null;
    for (const one of page.querySelectorAll(".is-dragged, .is-target")) one.classList.remove("is-dragged", "is-target");
  }
}

/** @param {Event} event the click that ends a drag marks nothing */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @param {Document} page
 * @param {Drag} held
 */
function begin(page, held) {
  held.moving = true;
  if (!held.box.checked) {
    for (const one of page.querySelectorAll("input[name=ideas]:checked")) {
      if (one instanceof HTMLInputElement) one.checked = false;
    }
    held.box.checked = true;
    held.box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const one of page.querySelectorAll("input[name=ideas]:checked")) one.closest(".board__card")?.classList.add("is-dragged");
}

/**
 * @param {Document} page
 * @param {PointerEvent} event
 * @returns {Element | null}
 */
function columnAt(page, event) {
  return page.elementFromPoint(event.clientX, event.clientY)?.closest("[data-column]") ?? null;
}

/**
 * Choose the column in the bar and press its button: there is one way to do it.
 * @param {Document} page
 * @param {Element} column
 */
function move(page, column) {
  const name = column.getAttribute("aria-labelledby") ?? "";
  const choice = page.getElementById("to-cluster");
  const button = page.querySelector(`#board-form button[value="${name === "alone" ? "out" : "move"}"]`);
  if (!(choice instanceof HTMLSelectElement) || !(button instanceof HTMLButtonElement)) return;
  if (name !== "alone") choice.value = name.replace(/^c-/, "");
  button.click();
}

drag(document);
