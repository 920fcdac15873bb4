/** A browser without a browser: a clock that only the test moves, a page, a store, and a net that the test answers for. */

import { mock } from "node:test";
import { readFile } from "node:fs/promises";

const SOURCES = new URL("../../src/netzwerkstatt/", import.meta.url);
const START = 1_796_000_000_000;

/** A module of the product as the browser would load it; `fresh` modules share nothing. */
export async function script(path) {
  const text = await readFile(new URL(path, SOURCES), "utf8");
  return import(`data:text/javascript;base64,${Buffer.from(`${text}\n// ${Math.random()}`).toString("base64")}`);
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
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: clock });
    this.document = Object.assign(new Events(), { hidden: false });
    this.window = Object.assign(new Events(), { localStorage: new Store() });
    this.window.setTimeout = globalThis.setTimeout;
    this.window.clearTimeout = globalThis.clearTimeout;
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
