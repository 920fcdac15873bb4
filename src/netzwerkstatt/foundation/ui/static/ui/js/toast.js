/**
 * A toast leaves by itself (CSS, eight seconds, not while hovered or focused); here it can also be sent away.
 * @param {Document} page
 */
function letToastsBeClosed(page) {
  for (const toast of page.querySelectorAll("[data-toast]")) {
    const close = toast.querySelector("[data-close]");
    if (!(close instanceof HTMLButtonElement)) continue;
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
}

letToastsBeClosed(document);
