/**
 * While the worker reads a file, the part of the page that shows how far it is is fetched every second; when it has
 * come to rest, the page is loaded anew, because then there is something to decide. Without this script a link does it.
 * @param {HTMLElement} part
 */
async function follow(part) {
  const address = part.dataset.progress;
  if (!address) return;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    if (answer.headers.get("X-Moving") === "no") {
      window.location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...page.body.childNodes);
    window.setTimeout(() => void follow(part), 1000);
  } catch {
    window.setTimeout(() => void follow(part), 5000);
  }
}

for (const part of document.querySelectorAll("[data-progress]")) {
  if (part instanceof HTMLElement) window.setTimeout(() => void follow(part), 1000);
}
