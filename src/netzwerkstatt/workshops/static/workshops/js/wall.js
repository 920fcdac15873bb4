import { countdown, spoken } from "./clock.js";
import { follow } from "../../live/live.js";

const CALM = 6; // more at once are a new list, not news
const TO_READ = 12_000; // milliseconds for one page of what does not fit

/**
 * The wall shows by itself what happens; nobody touches it. What is new comes in calmly, where motion is wanted.
 * @param {HTMLElement} wall
 */
function hang(wall) {
  /** @type {Record<string, any>} */
  let view = {};
  const state = wall.querySelector("[data-state]");
  follow({
    snapshot: wall.dataset.snapshot ?? "",
    onSnapshot(next) {
      view = next;
      for (const [name, html] of Object.entries(next.html ?? {})) exchange(wall, name, String(html));
      if (next.running === false && state instanceof HTMLElement) say(state, state.dataset.over ?? "");
      tick();
    },
    onState(now) {
      if (!(state instanceof HTMLElement)) return;
      if (now === "waiting") say(state, state.dataset.lost ?? "");
      else if (now === "ended") say(state, state.dataset.over ?? "");
      else state.hidden = true;
    },
  });
  window.setInterval(() => turn(wall), TO_READ);
  measure(wall);
  const clock = wall.querySelector("[data-clock]");
  const text = wall.querySelector("[data-clock-text]");
  const tick = countdown(
    () => view,
    (left, paused) => {
      if (!(clock instanceof HTMLElement) || text === null) return;
      clock.hidden = left === null;
      if (left === null) return;
      text.textContent = spoken(left);
      clock.classList.toggle("is-near", !paused && left <= 60);
      clock.classList.toggle("is-paused", paused);
    },
  );
}

/**
 * @param {HTMLElement} line
 * @param {string} text
 */
function say(line, text) {
  line.textContent = text;
  line.hidden = text === "";
}

/**
 * Put a piece in the place of the old one; of a list, what was not there before is marked as fresh for a while.
 * @param {HTMLElement} wall
 * @param {string} name
 * @param {string} html
 */
function exchange(wall, name, html) {
  const place = wall.querySelector(`[data-live="${name}"]`);
  if (place === null) return;
  const made = document.createElement("template");
  made.innerHTML = html;
  const next = made.content;
  if (place.innerHTML === made.innerHTML || place.getAttribute("data-shown") === html) return;
  place.setAttribute("data-shown", html);
  const known = new Set([...place.querySelectorAll("[data-key]")].map((one) => one.getAttribute("data-key")));
  const sameList = place.firstElementChild?.className.split(" ")[0] === next.firstElementChild?.className.split(" ")[0];
  /** @type {Element[]} */
  const fresh = [];
  if (sameList && known.size > 0) {
    for (const one of next.querySelectorAll("[data-key]")) {
      if (!known.has(one.getAttribute("data-key"))) {
        one.classList.add("is-fresh");
        fresh.push(one);
      }
    }
  }
  if (fresh.length > CALM) for (const one of fresh) one.classList.remove("is-fresh");
  place.replaceChildren(next);
  place.scrollTop = 0;
  measure(wall);
  window.setTimeout(() => fresh.forEach((one) => one.classList.remove("is-fresh")), 6000);
}

/**
 * Whether there is more below than fits.
 * @param {HTMLElement} wall
 */
function measure(wall) {
  const body = wall.querySelector(".wall__body");
  if (!body) return;
  body.classList.remove("is-more"); // which makes room below the last page
  body.classList.toggle("is-more", body.scrollHeight > body.clientHeight + 2);
}

/**
 * The next page of what does not fit, and after the last one the first again: nobody scrolls a wall.
 * @param {HTMLElement} wall
 */
function turn(wall) {
  const body = wall.querySelector(".wall__body");
  const list = body?.firstElementChild;
  if (!body || !list) return;
  if (list.matches(".slips")) {
    const page = list.scrollLeft + list.clientWidth + parseFloat(getComputedStyle(list).columnGap);
    list.scrollLeft = page < list.scrollWidth - 2 ? page : 0;
    return;
  }
  const end = body.scrollTop + body.clientHeight;
  const next = [...list.children].find((one) => one instanceof HTMLElement && one.offsetTop + one.offsetHeight > end + 2);
  body.scrollTop = next instanceof HTMLElement && next.offsetTop > body.scrollTop ? next.offsetTop : 0;
}

const wall = document.querySelector("[data-wall]");
if (wall instanceof HTMLElement) hang(wall);
