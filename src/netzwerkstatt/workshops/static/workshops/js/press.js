/**
 * What lies under a finger or the mouse stays until it is let go: a press on something that is exchanged in that moment
 * would be lost.
 */

let isDown = false;
/** @type {Array<() => void>} */
let waiting = [];

function up() {
  // after the click that ends the press
  window.setTimeout(() => {
    isDown = false;
    const first = waiting;
    waiting = [];
    for (const go of first) go();
  }, 0);
}

document.addEventListener("pointerdown", () => (isDown = true), true);
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, up, true);
window.addEventListener("blur", up);

/**
 * At once where nothing is pressed, else when it is let go.
 * @returns {Promise<void>}
 */
export function letGo() {
  return isDown ? new Promise((go) => waiting.push(go)) : Promise.resolve();
}
