/**
 * A form that came back with errors: the summary takes the focus, so that nobody has to search for what happened.
 * @param {Document} page
 */
function focusErrors(page) {
  const summary = page.getElementById("errors");
  if (summary !== null && page.location.hash === "") summary.focus();
}

focusErrors(document);
