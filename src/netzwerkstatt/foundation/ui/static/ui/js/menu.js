/**
 * The menu is a `details` and works without this; with it, Escape and a click beside it close the sheet.
 * @param {Document} page
 */
function closeOnEscape(page) {
  const menu = page.querySelector("details[data-menu]");
  if (!(menu instanceof HTMLDetailsElement)) return;
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  page.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}

closeOnEscape(document);
