/**
 * The golden thread draws itself once, when it comes into view.
 * Without this module, under `prefers-reduced-motion` or with motion switched off it is simply there.
 */

/** @returns {boolean} whether anything may move on this page */
function mayMove() {
  return (
    !window.matchMedia("(prefers-reduced-motion: reduce)").matches &&
    document.documentElement.dataset.motion !== "off"
  );
}

/** @param {Element} thread */
function drawOnce(thread) {
  const end = () => thread.classList.remove("will-draw", "is-drawing");
  thread.classList.add("is-drawing");
  thread.addEventListener("transitionend", end, { once: true });
  // A reader who tabs into it must see everything at once, focus rings included.
  thread.addEventListener("focusin", end, { once: true });
  window.setTimeout(end, 2000);
}

/** @param {ParentNode} root */
export function drawThreads(root) {
  if (!mayMove() || !("IntersectionObserver" in window)) {
    return;
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        watcher.unobserve(entry.target);
        drawOnce(entry.target);
      }
    }
  });
  for (const thread of root.querySelectorAll("[data-thread]")) {
    thread.classList.add("will-draw");
    watcher.observe(thread);
  }
}

drawThreads(document);
