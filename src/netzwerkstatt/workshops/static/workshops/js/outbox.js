/**
 * What a phone sends lies here until the server says that it has it. Each thing is a row of its own in this browser's
 * store, so that a reload, a lost connection and five tabs lose nothing; each has an id by which the server knows it, so
 * that sent twice is once. Where the browser keeps nothing, it is kept in memory.
 * @typedef {{ id: string, at: number, url: string, body: string, text: string, kind: string, state: "waiting" | "refused", why?: string }} Item
 */

const LOCK = "netzwerkstatt-outbox";

export class Outbox {
  /**
   * @param {string} place  the workshop
   * @param {{ onChange: () => void, onKept: (item: Item, answer: { kept?: string, refused?: string }) => void }} heard
   */
  constructor(place, heard) {
    this.prefix = `outbox:${place}:`;
    this.heard = heard;
    /** @type {Map<string, string>} */
    this.memory = new Map();
    this.busy = false;
    this.timer = 0;
    this.misses = 0;
    window.addEventListener("online", () => void this.send());
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(this.prefix)) this.heard.onChange();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.send();
    });
  }

  /**
   * Keep it, then try to send it. What has the same id takes the place of what lay there.
   * @param {Item} item
   */
  put(item) {
    this.#write(item);
    this.heard.onChange();
    void this.send();
  }

  /** @param {string} id */
  drop(id) {
    this.memory.delete(this.prefix + id);
    try {
      window.localStorage.removeItem(this.prefix + id);
    } catch {
      // nothing was kept there
    }
    this.heard.onChange();
  }

  /** @returns {Item[]} the oldest first */
  items() {
    /** @type {Map<string, string>} */
    const found = new Map(this.memory);
    try {
      for (let place = 0; place < window.localStorage.length; place += 1) {
        const key = window.localStorage.key(place);
        const kept = key?.startsWith(this.prefix) ? window.localStorage.getItem(key) : null;
        if (key && kept) found.set(key, kept);
      }
    } catch {
      // the store is closed: what is in memory is all there is
    }
    /** @type {Item[]} */
    const items = [];
    for (const kept of found.values()) {
      try {
        items.push(JSON.parse(kept));
      } catch {
        // somebody else's row
      }
    }
    return items.sort((one, other) => one.at - other.at);
  }

  /** There is a connection again: what waits goes out now. */
  back() {
    if (this.misses === 0) return;
    this.misses = 0;
    this.heard.onChange();
    void this.send();
  }

  /** @returns {Promise<void>} */
  async send() {
    if (this.busy) return;
    this.busy = true;
    window.clearTimeout(this.timer);
    try {
      const locks = navigator.locks;
      // of five tabs one sends; the others see what became of it
      await (locks ? locks.request(LOCK + this.prefix, { ifAvailable: true }, (lock) => (lock ? this.#sendAll() : undefined)) : this.#sendAll());
    } finally {
      this.busy = false;
    }
    if (this.items().some((item) => item.state === "waiting")) {
      const pause = Math.min(10_000, 1000 * 2 ** Math.min(4, this.misses)) * (0.7 + 0.6 * Math.random());
      this.timer = window.setTimeout(() => void this.send(), pause);
    }
  }

  async #sendAll() {
    for (const item of this.items()) {
      if (item.state === "waiting" && !(await this.#sendOne(item))) return;
    }
  }

  /**
   * @param {Item} item
   * @returns {Promise<boolean>} whether to go on with the next one
   */
  async #sendOne(item) {
    const stop = new AbortController();
    const late = window.setTimeout(() => stop.abort(), 20_000);
    try {
      const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await fetch(item.url, { method: "POST", body: item.body, headers, signal: stop.signal, redirect: "manual" });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      this.misses = 0;
      if (answer.status === 200 && said.kept) {
        // another tap on the same thing may have been kept meanwhile: it goes next
        const now = this.items().find((one) => one.id === item.id);
        if (now === undefined || now.at === item.at) this.drop(item.id);
        this.heard.onKept(item, said);
        return true;
      }
      if (answer.status === 429) {
        await new Promise((go) => window.setTimeout(go, 1000 * Math.min(60, Number(said.wait) || 5)));
        return true;
      }
      const isRefused = [400, 413, 422].includes(answer.status);
      if (isRefused && item.text === "") {
        // nothing that somebody wrote: the page that is fetched anew says how it stands
        this.drop(item.id);
        this.heard.onKept(item, { refused: said.refused ?? "" });
        return true;
      }
      if (isRefused) {
        this.#write({ ...item, state: "refused", why: said.refused ?? "" });
        this.heard.onChange();
        return true;
      }
      throw new Error(String(answer.status));
    } catch {
      this.misses += 1;
      this.heard.onChange();
      return false;
    } finally {
      window.clearTimeout(late);
    }
  }

  /** @param {Item} item */
  #write(item) {
    const key = this.prefix + item.id;
    const text = JSON.stringify(item);
    try {
      window.localStorage.setItem(key, text);
      this.memory.delete(key);
    } catch {
      this.memory.set(key, text);
    }
  }
}

/** @returns {string} a random UUID, also on pages without HTTPS */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
