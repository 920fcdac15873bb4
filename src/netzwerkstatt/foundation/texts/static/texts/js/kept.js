/**
 * What is typed into a form with `data-kept="<key>"` stays in this browser until the server has confirmed the save.
 * After a crash, or after a save that never arrived, the words are offered back; nothing is overwritten unasked.
 * `data-kept-base` is the version the form was made from; a page with `data-kept-saved="<key>"` confirms.
 *
 * @typedef {{base: string, fields: Record<string, string>}} Kept
 */

/**
 * @param {Document} page
 */
function keepWords(page) {
  let store;
  try {
    store = window.localStorage;
  } catch {
    return; // Reading the store may already be forbidden; then nothing is kept.
  }
  for (const done of page.querySelectorAll("[data-kept-saved]")) {
    if (done instanceof HTMLElement) store.removeItem(`kept:${done.dataset.keptSaved}`);
  }
  for (const form of page.querySelectorAll("form[data-kept]")) {
    if (form instanceof HTMLFormElement) keep(page, form, store);
  }
}

/**
 * @param {Document} page
 * @param {HTMLFormElement} form
 * @param {Storage} store
 */
function keep(page, form, store) {
  const key = `kept:${form.dataset.kept}`;
  const base = form.dataset.keptBase ?? "";
  const kept = read(store, key);
  if (kept !== null && areas(form).some((area) => (kept.fields[area.name] ?? area.value) !== area.value)) {
    offer(page, form, store, key, kept, kept.base !== base);
  }
  form.addEventListener("input", () => {
    /** @type {Record<string, string>} */
    const fields = {};
    for (const area of areas(form)) fields[area.name] = area.value;
    try {
      store.setItem(key, JSON.stringify({ base, fields }));
    } catch {
      // A full store keeps what it has; the text in the field is not touched.
    }
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLTextAreaElement[]}
 */
function areas(form) {
  return [...form.querySelectorAll("textarea[name]")].flatMap((area) =>
    area instanceof HTMLTextAreaElement ? [area] : [],
  );
}

/**
 * @param {Storage} store
 * @param {string} key
 * @returns {Kept | null}
 */
function read(store, key) {
  try {
    const found = JSON.parse(store.getItem(key) ?? "null");
    return found !== null && typeof found.fields === "object" ? found : null;
  } catch {
    return null;
  }
}

/**
 * Show what is still there, and let the writer choose.
 * @param {Document} page
 * @param {HTMLFormElement} form
 * @param {Storage} store
 * @param {string} key
 * @param {Kept} kept
 * @param {boolean} older
 */
function offer(page, form, store, key, kept, older) {
  const template = page.querySelector("template[data-kept-offer]");
  if (!(template instanceof HTMLTemplateElement)) return;
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return;
  const words = Object.values(kept.fields).filter((text) => text !== "");
  const text = copy.querySelector("[data-kept-text]");
  if (text !== null) text.textContent = words.join("\n\n");
  const hint = copy.querySelector("[data-kept-older]");
  if (hint instanceof HTMLElement) hint.hidden = !older || kept.base === "";
  copy.querySelector("[data-kept-take]")?.addEventListener("click", () => {
    for (const area of areas(form)) area.value = kept.fields[area.name] ?? area.value;
    const field = form.elements.namedItem("base");
    if (field instanceof HTMLInputElement && kept.base !== "") field.value = kept.base;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    copy.remove();
    areas(form)[0]?.focus();
  });
  copy.querySelector("[data-kept-drop]")?.addEventListener("click", () => {
    store.removeItem(key);
    copy.remove();
    areas(form)[0]?.focus();
  });
  form.before(copy);
}

keepWords(document);
