/** A browser without a browser: a clock that only the test moves, a page, a store, and a net that the test answers for. */

import { mock } from "node:test";
import { readFile } from "node:fs/promises";

const SOURCES = new URL("../../src/netzwerkstatt/", import.meta.url);
const START = 1_796_000_000_000;

/** A module of the product as the browser would load it, with what it imports; loaded again it shares nothing. */
export async function script(path) {
  return import(await packed(new URL(path, SOURCES), Math.random()));
}

async function packed(place, salt) {
  let text = await readFile(place, "utf8");
  for (const [found, name] of [...text.matchAll(/^import .* from "(\..*)";$/gm)]) {
    text = text.replace(found, found.replace(name, await packed(asked(name, place), salt)));
  }
  return `data:text/javascript;base64,${Buffer.from(`${text}\n// ${salt}`).toString("base64")}`;
}

/** Where an import leads: scripts of a room lie in its folder `static`, from which all are served as one. */
function asked(name, place) {
  if (!name.startsWith("../..")) return new URL(name, place);
  const [room] = name.replace(/^(\.\.\/)+/, "").split("/");
  return new URL(`foundation/${room}/static/${name.replace(/^(\.\.\/)+/, "")}`, SOURCES);
}

class Events {
  heard = new Map();
  addEventListener(name, act) {
    this.heard.set(name, [...(this.heard.get(name) ?? []), act]);
  }
  removeEventListener(name, act) {
    this.heard.set(name, (this.heard.get(name) ?? []).filter((one) => one !== act));
  }
  tell(name, event = {}) {
    for (const act of this.heard.get(name) ?? []) act(event);
  }
}

class Store {
  rows = new Map();
  get length() {
    return this.rows.size;
  }
  key(place) {
    return [...this.rows.keys()][place] ?? null;
  }
  getItem(key) {
    return this.rows.get(key) ?? null;
  }
  setItem(key, text) {
    this.rows.set(key, text);
  }
  removeItem(key) {
    this.rows.delete(key);
  }
}

/** One lock of each name, as all tabs of a browser share them. */
class Locks {
  held = new Set();
  async request(name, _options, act) {
    if (this.held.has(name)) return act(null);
    this.held.add(name);
    try {
      return await act({ name });
    } finally {
      this.held.delete(name);
    }
  }
}

export class House {
  constructor({ clock = START } = {}) {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: clock });
    this.document = Object.assign(new Events(), { hidden: false });
    this.window = Object.assign(new Events(), { localStorage: new Store() });
    this.window.setTimeout = globalThis.setTimeout;
    this.window.clearTimeout = globalThis.clearTimeout;
    this.window.setInterval = globalThis.setInterval;
    globalThis.document = this.document;
    globalThis.window = this.window;
    Object.defineProperty(globalThis, "navigator", { value: { locks: new Locks() }, configurable: true, writable: true });
    /** What was asked, with the moment by our clock. */
    this.asked = [];
    this.passed = 0;
    this.answer = () => new Error("no net");
    globalThis.fetch = async (url, options = {}) => {
      const one = { url, at: this.passed, headers: options.headers ?? {}, body: options.body, signal: options.signal };
      this.asked.push(one);
      const said = await this.answer(one);
      if (said instanceof Error) throw said;
      if (options.signal?.aborted) throw new Error("aborted");
      return said;
    };
  }

  /** Let time pass in small steps, and everything happen that happens then. */
  async pass(seconds, step = 0.05) {
    for (let left = seconds; left > 1e-9; left -= step) {
      const now = Math.min(step, left);
      this.passed += now;
      mock.timers.tick(Math.round(now * 1000));
      await this.settle();
    }
  }

  /** As a laptop that was shut: the clock has gone on, what was due happens at once. */
  async sleep(seconds) {
    this.passed += seconds;
    mock.timers.tick(seconds * 1000);
    await this.settle();
  }

  async settle() {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((go) => setImmediate(go));
  }

  hide(hidden) {
    this.document.hidden = hidden;
    this.document.tell("visibilitychange");
  }

  of(part) {
    return this.asked.filter((one) => one.url.includes(part));
  }
}

/** Something on a page, as far as our scripts look at it: `parts` is what a selector finds in it, `looks` how it lies. */
export class Part {
  constructor({ parts = {}, data = {}, names = [], ...looks } = {}) {
    Object.assign(this, { hidden: true, textContent: "", scrollTop: 0, scrollLeft: 0, children: [] }, looks);
    this.dataset = data;
    this.parts = parts;
    const has = new Set(names);
    this.classList = {
      add: (name) => has.add(name),
      remove: (name) => has.delete(name),
      contains: (name) => has.has(name),
      toggle: (name, on) => (on ? has.add(name) : has.delete(name)),
    };
  }
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  querySelector(which) {
    return this.querySelectorAll(which)[0] ?? null;
  }
  querySelectorAll(which) {
    return [this.parts[which] ?? []].flat();
  }
  matches(which) {
    return this.classList.contains(which.slice(1));
  }
}

export class Input extends Part {}
export class Textarea extends Part {}
Object.assign(globalThis, { HTMLElement: Part, HTMLInputElement: Input, HTMLTextAreaElement: Textarea });

/** A stream that the test writes to, and that breaks where its reader leaves. */
export function stream(signal) {
  /** @type {ReadableStreamDefaultController} */
  let control;
  const body = new ReadableStream({ start: (given) => void (control = given) });
  const made = {
    response: new Response(body, { status: 200 }),
    over: false,
    say(text) {
      control.enqueue(new TextEncoder().encode(text));
    },
    tear() {
      made.over = true;
      control.error(new Error("torn"));
    },
  };
  signal?.addEventListener("abort", () => {
    if (!made.over) made.tear();
  });
  return made;
}

/** Never answers; ends where nobody waits any more. */
export function silence(signal) {
  return new Promise((_go, no) => signal?.addEventListener("abort", () => no(new Error("aborted"))));
}
