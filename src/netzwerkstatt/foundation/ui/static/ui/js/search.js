/**
 * "/" brings whoever is not typing to the search: to the box of this page (`data-search`), else to the page that the
 * head's link (`data-search-link`) leads to, where the box is waiting.
 * @param {Document} page
 */
function searchBySlash(page) {
  const box = page.querySelector("input[data-search]");
  const link = page.querySelector("a[data-search-link]");
  if (box instanceof HTMLInputElement && location.hash === "#q") box.focus();
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (box instanceof HTMLInputElement) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (link instanceof HTMLAnchorElement) {
      event.preventDefault();
      location.assign(`${link.href}#q`);
    }
  });
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

searchBySlash(document);
