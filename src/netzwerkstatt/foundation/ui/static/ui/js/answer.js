/**
 * "Answer" below a comment opens the form right there, a copy of the form for comments; without this it is a link to a
 * page of its own. Clicked again, or with Escape, the form closes; what was typed stays as a draft of this browser.
 * @param {Document} page
 */
function answerInPlace(page) {
  const form = page.querySelector("form[data-comment-form]");
  if (!(form instanceof HTMLFormElement)) return;
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-answer]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!close(link)) open(link, form);
  });
  page.addEventListener("keydown", (event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-answer-place]") : null;
    const link = place?.parentElement?.querySelector("a[data-answer]");
    if (event.key === "Escape" && link instanceof HTMLAnchorElement && close(link)) link.focus();
  });
}

/**
 * @param {HTMLAnchorElement} link
 * @returns {boolean} whether there was an open form
 */
function close(link) {
  const place = link.closest("li")?.querySelector("[data-answer-place]");
  link.setAttribute("aria-expanded", "false");
  place?.remove();
  return place !== null && place !== undefined;
}

/**
 * @param {HTMLAnchorElement} link
 * @param {HTMLFormElement} form
 */
function open(link, form) {
  const copy = form.cloneNode(true);
  const row = link.closest("li");
  if (!(copy instanceof HTMLFormElement) || row === null) return;
  copy.action = link.href;
  copy.removeAttribute("aria-busy");
  copy.dataset.draft = `answer:${link.pathname}`;
  rename(copy, `-${row.id}`);
  const field = copy.querySelector("textarea");
  const label = copy.querySelector("label");
  const button = copy.querySelector("button .kern-label");
  const id = copy.querySelector("input[name=client_id]");
  for (const line of copy.querySelectorAll(".counter")) line.remove();
  if (field instanceof HTMLTextAreaElement) field.value = "";
  if (label !== null) label.textContent = link.dataset.answer ?? "";
  if (button !== null) button.textContent = link.firstChild?.textContent ?? "";
  if (id instanceof HTMLInputElement) id.value = newId();
  const place = document.createElement("div");
  place.dataset.answerPlace = "";
  place.append(copy);
  row.append(place);
  place.dispatchEvent(new Event("form-added", { bubbles: true }));
  link.setAttribute("aria-expanded", "true");
  field?.focus();
}

/**
 * An id stands once on a page.
 * @param {HTMLFormElement} form
 * @param {string} ending
 */
function rename(form, ending) {
  for (const one of form.querySelectorAll("[id]")) one.id += ending;
  for (const name of ["for", "aria-describedby"]) {
    for (const one of form.querySelectorAll(`[${name}]`)) one.setAttribute(name, one.getAttribute(name) + ending);
  }
}

/** @returns {string} a random UUID, also on pages without HTTPS */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

answerInPlace(document);
