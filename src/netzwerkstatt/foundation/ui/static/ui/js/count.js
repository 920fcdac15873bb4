/**
 * "84 / 120" under a text field with `data-count` and `maxlength`; read aloud only when a tenth is left.
 * @param {Document} page
 */
function countCharacters(page) {
  for (const field of page.querySelectorAll("[data-count][maxlength]")) {
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;
    const line = page.createElement("p");
    line.className = "counter num";
    field.insertAdjacentElement("afterend", line);
    const show = () => {
      line.textContent = `${field.value.length} / ${field.maxLength}`;
      if (field.value.length > field.maxLength * 0.9) line.setAttribute("role", "status");
      else line.removeAttribute("role");
    };
    field.addEventListener("input", show);
    show();
  }
}

countCharacters(document);
