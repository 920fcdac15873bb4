import { countdown, spoken } from "./clock.js";
import { follow } from "../../live/live.js";
import { Outbox, newId } from "./outbox.js";
import { letGo } from "./press.js";

const LONGEST_REST = 30; // seconds between two looks where the page does not come

/**
 * The phone of a guest. The page works without this: a form posts, a page comes back. With it, what is sent is kept here
 * until it has arrived, the page follows the workshop by itself, and the minutes run.
 * @param {Document} page
 */
function phone(page) {
  const { place, snapshot, answer } = page.body.dataset;
  if (!place || !snapshot || !answer) return;
  const box = new Outbox(place, {
    onChange: () => showOutbox(page, box),
    onKept: (item, said) => kept(page, item, said, box),
  });
  /** @type {Record<string, any>} */
  let view = {};
  /** @type {number | undefined} */
  let more;

  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && "outbox" in form.dataset && intercept(form, event.submitter, box)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  page.addEventListener("click", (event) => dropped(event, box));

  follow({
    snapshot,
    onSnapshot(next) {
      view = next;
      const isNew = String(next.page) !== page.body.dataset.page || !next.running;
      const isMore = more !== undefined && next.more !== undefined && next.more !== more;
      more = next.more;
      showMessage(page, next.message ?? "");
      if (isNew) lookSoon("all", 600 * Math.random());
      else if (isMore) lookSoon("more", 1000 * Number(page.body.dataset.spread || 2) * (0.5 + Math.random()));
      tick();
    },
    onState(state) {
      page.body.classList.toggle("is-lost", state === "waiting");
      if (state === "live" || state === "polling") box.back();
    },
  });
  const tick = countdown(
    () => view,
    (left, paused) => {
      const clock = page.querySelector(".phone [data-clock-text]");
      if (clock !== null && left !== null && (left > 0 || paused)) clock.textContent = spoken(left);
    },
  );
  showOutbox(page, box);
  void box.send();

  let looking = 0;
  /** @type {"" | "all" | "more"} */
  let lookingFor = "";
  let tries = 0;
  /**
   * Once, however much comes until then; and the more people there are, the later: all of them ask the same server. A
   * page that did not come is looked for again, each time later.
   * @param {"all" | "more"} what
   * @param {number} pause
   */
  function lookSoon(what, pause) {
    if (lookingFor === what || lookingFor === "all") return;
    window.clearTimeout(looking);
    lookingFor = what;
    looking = window.setTimeout(async () => {
      lookingFor = "";
      if (tries === 0 || isBehind()) await exchange(page, box, what);
      tries = isBehind() ? tries + 1 : 0;
      const rest = Math.min(LONGEST_REST, Number(page.body.dataset.spread || 2) * 2 ** tries);
      if (tries > 0) lookSoon("all", 1000 * rest * (0.5 + Math.random()));
    }, pause);
  }

  function isBehind() {
    return view.running && String(view.page) !== page.body.dataset.page;
  }
}

/**
 * Take what is in the form into the outbox.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 * @param {Outbox} box
 * @returns {boolean} false where the browser shall post it itself
 */
function intercept(form, button, box) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  const kind = form.dataset.outbox || "words";
  if (button instanceof HTMLButtonElement && button.name) {
    if (button.name === "move") return false; // the order of a ranking is made by the server
    body.set(button.name, button.value);
  }
  const url = form.action;
  const at = Date.now();
  if (kind === "dots") {
    const [idea, number] = (body.get("set") ?? "").split(":");
    if (!idea || number === undefined) return true;
    showDots(form, idea, Number(number));
    box.put({ id: `dots-${idea}`, at, url, body: `set=${encodeURIComponent(`${idea}:${number}`)}`, text: "", kind, state: "waiting" });
    return true;
  }
  const area = form.querySelector("textarea[name=text]");
  const text = area instanceof HTMLTextAreaElement ? area.value.trim() : "";
  if (kind === "tap") {
    const name = button instanceof HTMLButtonElement ? `${button.name}-${button.value.split(":")[0]}` : "";
    box.put({ id: `tap-${body.get("do")}-${name}${body.get("which") ?? ""}`, at, url, body: body.toString(), text: "", kind, state: "waiting" });
    if (button instanceof HTMLElement && button.hasAttribute("aria-pressed")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
    return true;
  }
  if (kind === "vote") {
    const phase = body.get("phase") ?? "";
    box.put({ id: `vote-${phase}`, at, url, body: body.toString(), text: "", kind, state: "waiting" });
    return true;
  }
  if (text === "") return false; // the server says what is missing
  const id = body.get("client_id") || newId();
  body.set("client_id", id);
  box.put({ id, at, url, body: body.toString(), text, kind, state: "waiting" });
  if (area instanceof HTMLTextAreaElement) {
    area.value = "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
  const field = form.querySelector("input[name=client_id]");
  if (field instanceof HTMLInputElement) field.value = newId();
  return true;
}

/**
 * A dot lies there at once; the server counts, and the page that comes back says what it counted.
 * @param {HTMLFormElement} form
 * @param {string} idea
 * @param {number} number
 */
function showDots(form, idea, number) {
  const row = form.querySelector(`#i-${CSS.escape(idea)}`);
  const shown = row?.querySelector("b");
  if (!row || !shown) return;
  const change = number - Number(shown.textContent);
  shown.textContent = String(number);
  row.classList.toggle("has-dots", number > 0);
  const left = document.querySelector("[data-dots-left]");
  if (left instanceof HTMLElement) left.dataset.dotsLeft = String(Number(left.dataset.dotsLeft) - change);
  const pips = [...document.querySelectorAll(".dots-left .dots i")];
  const rest = left instanceof HTMLElement ? Number(left.dataset.dotsLeft) : 0;
  pips.forEach((pip, place) => pip.classList.toggle("is-given", place >= rest));
  if (left instanceof HTMLElement) left.textContent = (left.dataset.words ?? "").replace("#", String(rest));
  for (const one of form.querySelectorAll("li[id^=i-]")) {
    const now = Number(one.querySelector("b")?.textContent);
    const name = one.id.slice(2);
    const [less, moreButton] = one.querySelectorAll("button");
    set(less, now > 0 ? `${name}:${now - 1}` : "");
    set(moreButton, rest > 0 ? `${name}:${now + 1}` : "");
  }
}

/**
 * @param {HTMLButtonElement | undefined} button
 * @param {string} value
 */
function set(button, value) {
  if (!button) return;
  button.value = value;
  button.disabled = value === "";
}

/**
 * @param {Document} page
 * @param {import("./outbox.js").Item} item
 * @param {{ kept?: string, refused?: string }} said
 * @param {Outbox} box
 */
function kept(page, item, said, box) {
  const words = page.getElementById("phone-words")?.dataset ?? {};
  const text = said.refused ?? (said.kept === "late" ? words.late : ["vote", "dots"].includes(item.kind) ? words.voted : item.kind === "tap" ? "" : words.kept);
  say(page, text ?? "");
  if (said.refused === undefined && item.text !== "") arrived.set(item.id, item);
  showOutbox(page, box);
  if (item.kind === "tap" || said.refused !== undefined) void exchange(page, box, "all");
  else if (item.kind !== "dots") void exchange(page, box, "own");
}

/**
 * @param {Document} page
 * @param {string} text
 */
function say(page, text) {
  const line = page.querySelector("[data-phone-said]");
  if (line === null) return;
  line.textContent = text;
  window.clearTimeout(silence);
  silence = window.setTimeout(() => (line.textContent = ""), 5000);
}

/**
 * What lies in the outbox, in words: waiting for the net, refused and why, or kept and not yet on the page.
 * @param {Document} page
 * @param {Outbox} box
 */
function showOutbox(page, box) {
  const items = box.items();
  const words = page.getElementById("phone-words")?.dataset ?? {};
  const lost = items.filter((item) => item.state === "waiting");
  if (box.misses > 0 && lost.length > 0) say(page, words.waiting ?? "");
  const list = page.querySelector("[data-outbox-list]") ?? page.querySelector("[data-outbox-else]");
  if (list === null) return;
  const rows = items.filter((item) => item.text !== "" || item.state === "refused" || box.misses > 0);
  rows.unshift(...[...arrived.values()].filter((item) => !items.some((one) => one.id === item.id)));
  list.className = rows.length ? "sent" : "";
  list.replaceChildren(...(rows.length ? [listOf(page, rows, words, box.misses > 0)] : []));
}

/**
 * @param {Document} page
 * @param {import("./outbox.js").Item[]} rows
 * @param {DOMStringMap} words
 * @param {boolean} isLost
 */
function listOf(page, rows, words, isLost) {
  const list = page.createElement("ul");
  for (const item of rows) {
    const row = page.createElement("li");
    const state = arrived.has(item.id) ? "kept" : item.state;
    if (state !== "kept") row.className = `is-${state}`;
    const mark = page.getElementById(`icon-${state}`)?.firstElementChild?.cloneNode(true);
    if (mark) row.append(mark);
    const text = page.createElement("span");
    text.textContent = item.text || (words.vote ?? "");
    if (state !== "kept") {
      const why = page.createElement("small");
      why.textContent = state === "refused" ? item.why || (words.refused ?? "") : ((isLost ? words.waiting : words.sending) ?? "");
      text.append(why);
    }
    row.append(text);
    if (item.state === "refused") {
      const away = page.createElement("button");
      away.type = "button";
      away.className = "text-button";
      away.dataset.drop = item.id;
      away.textContent = words.drop ?? "";
      row.append(away);
    }
    list.append(row);
  }
  return list;
}

/**
 * @param {Event} event
 * @param {Outbox} box
 */
function dropped(event, box) {
  const button = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
  if (button instanceof HTMLElement && button.dataset.drop) box.drop(button.dataset.drop);
}

/**
 * @param {Document} page
 * @param {string} text
 */
function showMessage(page, text) {
  const line = page.querySelector("[data-message]");
  if (text === "") {
    line?.remove();
    return;
  }
  const words = line?.querySelector("span");
  if (words) {
    if (words.textContent !== text) words.textContent = text;
    return;
  }
  const made = page.createElement("p");
  made.className = "phone__message";
  made.dataset.message = "";
  made.setAttribute("role", "status");
  const mark = page.getElementById("icon-message")?.firstElementChild?.cloneNode(true);
  const span = page.createElement("span");
  span.textContent = text;
  made.append(...(mark ? [mark] : []), span);
  page.querySelector("main")?.prepend(made);
}

let fetching = false;
/** @type {"" | "all" | "more" | "own"} */
let asked = "";
let silence = 0;
/**
 * Kept by the server, and shown from here until the page that comes back has it: nothing vanishes meanwhile.
 * @type {Map<string, import("./outbox.js").Item>}
 */
const arrived = new Map();

/**
 * Fetch the page and put it in the place of what is there: all of it, only what others wrote, or only what was sent from
 * here. What is being typed stays.
 * @param {Document} page
 * @param {Outbox | null} box
 * @param {"all" | "more" | "own"} what
 */
async function exchange(page, box, what) {
  if (fetching) {
    asked = [asked, what].includes("all") ? "all" : [asked, what].includes("own") ? "own" : "more";
    return;
  }
  fetching = true;
  const shown = [...arrived.keys()];
  try {
    const answer = await fetch(page.body.dataset.answer ?? "", { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const came = new DOMParser().parseFromString(await answer.text(), "text/html");
    await letGo();
    page.body.dataset.spread = came.body.dataset.spread ?? "";
    const whole = came.querySelector(".phone");
    const here = page.querySelector(".phone");
    if (whole === null || here === null) return;
    if (what !== "all") {
      for (const name of what === "more" ? ["[data-more]"] : ["[data-own]", "[data-more]"]) part(page, here, whole, name);
      if (what === "own") hasCome(page, shown, box);
      return;
    }
    const area = here.querySelector("textarea[name=text]");
    const phase = here.querySelector("#write input[name=phase]");
    const typed = area instanceof HTMLTextAreaElement ? area.value : "";
    const was = phase instanceof HTMLInputElement ? phase.value : "";
    const isTyping = page.activeElement === area;
    page.body.dataset.page = came.body.dataset.page ?? "";
    here.replaceWith(whole);
    page.title = came.title;
    const next = whole.querySelector("textarea[name=text]");
    const now = whole.querySelector("#write input[name=phase]");
    if (next instanceof HTMLTextAreaElement && now instanceof HTMLInputElement && now.value === was) {
      next.value = typed;
      if (isTyping) next.focus();
    } else {
      window.scrollTo(0, 0);
      whole.querySelector("h1")?.setAttribute("tabindex", "-1");
      whole.querySelector("h1")?.focus();
    }
    whole.dispatchEvent(new Event("form-added", { bubbles: true }));
    hasCome(page, shown, box);
  } catch {
    // no net: who looks sees that the page did not come
  } finally {
    fetching = false;
    const next = asked;
    asked = "";
    if (next !== "") void exchange(page, box, next);
  }
}

/**
 * The page has by itself now what was shown from here.
 * @param {Document} page
 * @param {string[]} shown
 * @param {Outbox | null} box
 */
function hasCome(page, shown, box) {
  for (const id of shown) arrived.delete(id);
  if (box !== null) showOutbox(page, box);
}

/**
 * @param {Document} page
 * @param {Element} here
 * @param {Element} whole
 * @param {string} name
 */
function part(page, here, whole, name) {
  const old = here.querySelector(name);
  const made = whole.querySelector(name);
  if (old && made) old.replaceWith(made);
  else if (made) (here.querySelector("[data-outbox-list]") ?? here.querySelector("main > :last-child"))?.after(made);
  else old?.remove();
}

phone(document);
