/**
 * A photo in a frame, larger and smaller in four steps; without this a link shows it in full size.
 * @param {Document} page
 */
function zoom(page) {
  for (const figure of page.querySelectorAll("[data-zoom]")) {
    const buttons = figure.querySelector("[data-zoom-buttons]");
    if (!(buttons instanceof HTMLElement)) continue;
    buttons.hidden = false;
    let step = 1;
    figure.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-zoom-by]") : null;
      if (!(button instanceof HTMLElement)) return;
      figure.classList.remove(`is-${step}`);
      step = Math.min(4, Math.max(1, step + Number(button.dataset.zoomBy)));
      figure.classList.add(`is-${step}`);
    });
  }
}

zoom(document);
