/**
 * Passkeys: forms with `data-passkey` ask the device and send what it signed in the field `credential`.
 *
 * `add` makes a key, `check` confirms with one of the person's own (both find the question in `data-ceremony`),
 * `enter` signs in with a key alone and fetches the question first. A device without passkeys never sees the forms.
 */

/**
 * @param {string} text
 * @returns {ArrayBuffer}
 */
function bytes(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0)).buffer;
}

/**
 * @param {ArrayBuffer | null} buffer
 * @returns {string | null}
 */
function letters(buffer) {
  if (buffer === null) return null;
  const raw = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * @param {{ id: string }[] | undefined} known
 * @returns {any[] | undefined}
 */
function withBytes(known) {
  return known && known.map((one) => ({ ...one, id: bytes(one.id) }));
}

/**
 * @param {any} asked
 * @param {boolean} alone the key signs in by itself: it must know whose it is, and the device must know who holds it
 * @returns {Promise<Credential | null>}
 */
function make(asked, alone) {
  const wanted = { ...asked.publicKey };
  wanted.challenge = bytes(wanted.challenge);
  wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
  wanted.excludeCredentials = withBytes(wanted.excludeCredentials);
  wanted.authenticatorSelection = {
    ...wanted.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : "preferred",
  };
  return navigator.credentials.create({ publicKey: wanted });
}

/**
 * @param {any} asked
 * @returns {Promise<Credential | null>}
 */
function use(asked) {
  const wanted = { ...asked.publicKey };
  wanted.challenge = bytes(wanted.challenge);
  wanted.allowCredentials = withBytes(wanted.allowCredentials);
  return navigator.credentials.get({ publicKey: wanted });
}

/**
 * @param {Credential | null} found
 * @returns {string}
 */
function sent(found) {
  if (!(found instanceof PublicKeyCredential)) throw new TypeError("no passkey");
  const { response } = found;
  const parts = { clientDataJSON: letters(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    Object.assign(parts, { attestationObject: letters(response.attestationObject) });
  } else if (response instanceof AuthenticatorAssertionResponse) {
    Object.assign(parts, {
      authenticatorData: letters(response.authenticatorData),
      signature: letters(response.signature),
      userHandle: letters(response.userHandle),
    });
  }
  return JSON.stringify({
    type: found.type,
    id: found.id,
    rawId: letters(found.rawId),
    response: parts,
    clientExtensionResults: found.getClientExtensionResults(),
  });
}

/**
 * The question for somebody whom the page does not know yet.
 * @param {HTMLFormElement} form
 * @returns {Promise<any>}
 */
async function question(form) {
  if (form.dataset.ceremony) return JSON.parse(form.dataset.ceremony);
  const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the question was answered ${answer.status}`);
  return answer.json();
}

/**
 * @param {HTMLFormElement} form
 */
async function answer(form) {
  const said = form.querySelector("[data-passkey-said]");
  if (said instanceof HTMLElement) said.hidden = true;
  form.setAttribute("aria-busy", "true");
  try {
    const asked = await question(form);
    const alone = form.elements.namedItem("passwordless");
    const isAlone = alone instanceof HTMLInputElement && alone.checked;
    const found = form.dataset.passkey === "add" ? await make(asked, isAlone) : await use(asked);
    const field = form.elements.namedItem("credential");
    if (field instanceof HTMLInputElement) field.value = sent(found);
    form.submit();
  } catch {
    form.removeAttribute("aria-busy");
    if (said instanceof HTMLElement) said.hidden = false;
  }
}

/**
 * @param {Document} page
 */
function offerPasskeys(page) {
  if (!window.PublicKeyCredential) return;
  for (const form of page.querySelectorAll("form[data-passkey]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.getAttribute("aria-busy") !== "true") answer(form);
    });
  }
  for (const word of page.querySelectorAll("[data-passkey-or]")) if (word instanceof HTMLElement) word.hidden = false;
}

offerPasskeys(document);
