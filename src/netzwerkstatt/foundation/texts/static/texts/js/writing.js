/**
 * "X is writing here": while somebody types, a heartbeat at most every 20 seconds; on every page with the hint, the
 * others' names, asked for every 20 seconds while the page is seen. Without it the hint stands as the page was loaded.
 */
const EVERY = 20000;

/**
 * @param {HTMLFormElement} form
 */
function tellThatIWrite(form) {
  const address = form.dataset.writing ?? "";
  let last = 0;
  /** @param {Record<string, string>} more */
  const tell = (more) => {
    const said = new URLSearchParams({ paragraph: form.dataset.writingKey ?? "0", ...more });
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    if (token instanceof HTMLInputElement) said.set("csrfmiddlewaretoken", token.value);
    return fetch(address, { method: "POST", body: said, keepalive: true, credentials: "same-origin" });
  };
  form.addEventListener("input", () => {
    if (Date.now() - last < EVERY) return;
    last = Date.now();
    tell({}).catch(() => {});
  });
  window.addEventListener("pagehide", () => {
    if (last > 0) tell({ left: "1" }).catch(() => {});
  });
}

/**
 * @param {Document} page
 * @param {string} address
 */
function showWhoWrites(page, address) {
  let tag = "";
  const ask = async () => {
    if (page.visibilityState !== "visible") return;
    const answer = await fetch(address, { headers: tag === "" ? {} : { "If-None-Match": tag }, credentials: "same-origin" });
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag") ?? "";
    const writers = await answer.json();
    for (const hint of page.querySelectorAll("[data-writes]")) {
      if (!(hint instanceof HTMLElement)) continue;
      hint.textContent = writers[hint.dataset.writes ?? ""] ?? "";
      hint.hidden = hint.textContent === "";
    }
  };
  window.setInterval(() => ask().catch(() => {}), EVERY);
}

const form = document.querySelector("form[data-writing]");
const list = document.querySelector("[data-writers]");
if (form instanceof HTMLFormElement) {
  tellThatIWrite(form);
  showWhoWrites(document, form.dataset.writing ?? "");
} else if (list instanceof HTMLElement) showWhoWrites(document, list.dataset.writers ?? "");
