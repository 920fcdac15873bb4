/**
 * Text typed into a form with `data-draft="<key>"` stays in this browser until the form is sent.
 * Only textareas: short fields may hold names and addresses, which have no place in a browser's store.
 * A form that another script adds says so with the event "form-added" on an element around it.
 * @param {ParentNode} page
 */
function keepDrafts(page) {
  for (const form of page.querySelectorAll("form[data-draft]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    for (const area of form.querySelectorAll("textarea[name]")) {
      if (area instanceof HTMLTextAreaElement) keep(area, `draft:${form.dataset.draft}:${area.name}`, form);
    }
  }
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} key
 * @param {HTMLFormElement} form
 */
function keep(area, key, form) {
  try {
    const store = window.localStorage;
    if (area.value === "") {
      const kept = store.getItem(key) ?? "";
      if (kept !== "") {
        area.value = kept;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    area.addEventListener("input", () => remember(store, key, area.value));
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) store.removeItem(key);
    });
  } catch {
    // Reading the store may already be forbidden; then nothing is kept.
  }
}

/**
 * A full store keeps what it has; the text in the field is not touched.
 * @param {Storage} store
 * @param {string} key
 * @param {string} text
 */
function remember(store, key, text) {
  try {
    store.setItem(key, text);
  } catch {
    store.removeItem(key);
  }
}

keepDrafts(document);
document.addEventListener("form-added", (event) => {
  if (event.target instanceof Element) keepDrafts(event.target);
});
