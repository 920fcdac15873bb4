/**
 * A second click on a form with `data-guard` sends nothing. The button is not disabled: a disabled button loses its
 * name and value from the post, and its focus. Coming back by the browser's back button, the form works again.
 * @param {Document} page
 */
function guardAgainstSecondClick(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("guard" in form.dataset)) return;
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll("form[data-guard][aria-busy]")) form.removeAttribute("aria-busy");
  });
}

guardAgainstSecondClick(document);
