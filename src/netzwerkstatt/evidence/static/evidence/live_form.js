/**
 * A form with sliders whose picture follows while they move. `data-live` is the address of the picture, `data-live-target` the
 * id of the part of the page that it replaces. Without this script the form's button brings the whole page.
 * @param {HTMLFormElement} form
 */
function followSliders(form) {
  const target = document.getElementById(form.dataset.liveTarget ?? "");
  const address = form.dataset.live;
  if (target === null || address === undefined) return;
  let waiting = 0;
  let asked = new AbortController();
  for (const button of form.querySelectorAll("[data-live-button]")) button.setAttribute("hidden", "");
  form.addEventListener("input", () => {
    sayValues(form);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 120);
  });
  form.addEventListener("reset", () => window.setTimeout(() => form.dispatchEvent(new Event("input")), 0));
  sayValues(form);

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (form))) {
      if (typeof value === "string") query.append(name, value);
    }
    target?.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${address}?${query}`, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const open = target?.querySelector("details[open]") !== null;
      target?.replaceChildren(...page.body.childNodes);
      if (open) target?.querySelector("details")?.setAttribute("open", "");
      history.replaceState(null, "", `${location.pathname}?${query}`);
      target?.removeAttribute("aria-busy");
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      target?.removeAttribute("aria-busy");
      for (const button of form.querySelectorAll("[data-live-button]")) button.removeAttribute("hidden");
    }
  }
}

/**
 * Beside each slider stands its value, with sign and unit.
 * @param {HTMLFormElement} form
 */
function sayValues(form) {
  for (const output of form.querySelectorAll("output[data-of]")) {
    const field = form.elements.namedItem(/** @type {HTMLElement} */ (output).dataset.of ?? "");
    if (!(field instanceof HTMLInputElement) || !(output instanceof HTMLOutputElement)) continue;
    const value = Number(field.value);
    const shown = Math.abs(value).toLocaleString(document.documentElement.lang, { useGrouping: false });
    const sign = value < 0 ? "\u2212" : value > 0 && output.dataset.signed !== undefined ? "+" : "";
    const unit = output.dataset.unit ?? "";
    output.textContent = `${sign}${shown}${unit && `\u202f${unit}`}`;
    field.setAttribute("aria-valuetext", output.textContent);
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  if (form instanceof HTMLFormElement) followSliders(form);
}
