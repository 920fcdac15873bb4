/**
 * Follow a live stream: fetch the view with its number, then the stream from there, then what comes.
 *
 * First mode: server-sent events, read by fetch. Second: the view with an ETag every few seconds, where streams do not come
 * through. A tab that is hidden is not connected; one that is seen again goes on at its number. Nothing is lost, nothing
 * comes twice, and a thousand telephones that lose the same network do not come back in the same moment.
 *
 * @typedef {Record<string, any>} View
 * @typedef {{number: number, patch: View, view: View}} Change
 * @typedef {"connecting" | "live" | "polling" | "waiting" | "hidden" | "ended"} State
 * @typedef {{number: number, stream: string, ticket: string, life: number, poll: number, now: number, own: View, view: View}} Answer
 * @typedef {object} Wishes
 * @property {string} snapshot address of the view, as JSON
 * @property {(view: View, own: View) => void} onSnapshot the whole view, at first and whenever it was fetched anew
 * @property {((change: Change) => void)=} onEvent a change: the patch, and the view after it; without it, onSnapshot is called
 * @property {((state: State) => void)=} onState how we are connected
 */

const SILENCE = 40_000; // the server says something every fifteen seconds
const WOKEN = 20_000;
const FIRST_WORD = 10_000;
const HIDDEN_FOR = 5_000;
const SPREAD = 2_000;
const LONGEST_PAUSE = 8_000; // a server that was away is back in seconds
const SECOND_MODE_FOR = 60_000;

/** The stream may not be followed any more. */
class Ended extends Error {}

/** Come again after so many milliseconds. */
class Later extends Error {
  /** @param {number} pause */
  constructor(pause) {
    super("later");
    this.pause = pause;
  }
}

/**
 * @param {Wishes} wishes
 * @returns {{close: () => void, refresh: () => void}} `close` ends it, `refresh` fetches the view at once (after an own change)
 */
export function follow({ snapshot, onSnapshot, onEvent, onState }) {
  /** @type {Answer | null} */
  let answer = null;
  /** @type {View} */
  let view = {};
  let number = -1;
  let etag = "";
  let ticketUntil = 0;
  /** @type {State | ""} */
  let state = "";
  let closed = false;
  let pollUntil = 0;
  let mute = 0; // streams in a row that never said a word
  let failures = 0;
  let hurry = false;
  let heardAt = 0;
  /** @type {AbortController} */
  let running = new AbortController();
  /** @type {() => void} */
  let wake = () => {};

  /** @param {State} now */
  function tell(now) {
    if (now === state) return;
    state = now;
    if (onState) onState(now);
  }

  /**
   * @param {number} milliseconds
   * @returns {Promise<void>} sooner where something happened
   */
  function pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Go on now, whatever we are at. */
  function interrupt() {
    running.abort();
    wake();
  }

  /** Fetch the view; what has not changed is told to nobody. */
  async function fetchView() {
    running = new AbortController();
    const timer = setTimeout(() => running.abort(), SILENCE);
    try {
      const response = await fetch(snapshot, {
        headers: { Accept: "application/json", ...(etag && Date.now() < ticketUntil ? { "If-None-Match": etag } : {}) },
        credentials: "same-origin",
        cache: "no-store",
        signal: running.signal,
      });
      if (response.status === 304) return;
      const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
      if ([401, 403, 404, 410].includes(response.status) || (response.ok && !isOurs)) throw new Ended();
      if (!response.ok) throw new Later(retryAfter(response));
      /** @type {Answer} */
      const got = await response.json();
      ahead = got.now - Date.now() / 1000;
      const isNew = answer === null || got.number !== number || JSON.stringify(got.own) !== JSON.stringify(answer.own);
      answer = got;
      etag = response.headers.get("ETag") || "";
      // a while before its end, and not all in the same moment
      ticketUntil = Date.now() + got.life * (700 + 200 * Math.random());
      number = got.number;
      view = got.view;
      if (isNew) onSnapshot(view, got.own);
    } catch (error) {
      if (!(error instanceof Ended || error instanceof Later)) mute = pollUntil = 0; // nothing comes through, not only streams
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Read the stream until it ends. */
  async function listen() {
    if (answer === null) return;
    running = new AbortController();
    let spoke = false;
    const giveUp = () => {
      if (!spoke) mute += 1;
      running.abort();
    };
    let timer = setTimeout(giveUp, FIRST_WORD);
    try {
      const response = await fetch(`${answer.stream}?after=${number}`, {
        headers: { Accept: "text/event-stream", "Live-Ticket": answer.ticket },
        credentials: "omit",
        cache: "no-store",
        signal: running.signal,
      });
      if (response.status === 403) {
        ticketUntil = 0;
        etag = "";
        throw new Later(0);
      }
      if (!response.ok || response.body === null) throw new Later(Math.max(retryAfter(response), 1));
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heardAt = Date.now();
        clearTimeout(timer);
        timer = setTimeout(giveUp, SILENCE);
        text += decoder.decode(value, { stream: true });
        const parts = text.split("\n\n");
        text = parts.pop() || "";
        for (const part of parts) {
          if (!spoke) {
            spoke = true;
            mute = failures = 0;
            tell("live");
          }
          take(part);
        }
      }
    } finally {
      clearTimeout(timer);
      running.abort();
    }
    if (!spoke) mute += 1;
  }

  /** @param {string} part one message */
  function take(part) {
    const lines = new Map(part.split("\n").map((line) => /** @type {[string, string]} */ ([line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)])));
    const id = Number(lines.get("id") || -1);
    const kind = lines.get("event") || "";
    if (kind === "bye") running.abort();
    if (kind === "again") forget();
    if (kind === "snapshot") {
      view = JSON.parse(lines.get("data") || "{}");
      onSnapshot(view, answer ? answer.own : {});
    }
    if (kind === "" && id > number) {
      const patch = JSON.parse(lines.get("data") || "{}");
      view = merge(view, patch);
      number = id;
      etag = "";
      if (onEvent) onEvent({ number, patch, view });
      else onSnapshot(view, answer ? answer.own : {});
    }
    if (id > number || kind === "snapshot") number = id;
  }

  /** The view is to be fetched anew. */
  function forget() {
    etag = "";
    ticketUntil = 0;
    running.abort();
  }

  /** One step: connect, or ask once. */
  async function step() {
    const second = Date.now() < pollUntil;
    if (second || answer === null || Date.now() >= ticketUntil) {
      if (state !== "polling") tell("connecting");
      await fetchView();
      failures = 0;
    }
    if (second) {
      tell("polling");
      await pause((answer ? answer.poll : 5) * 1000 * (0.8 + 0.4 * Math.random()));
      return;
    }
    await listen();
    if (!secondMode()) await comeBack();
  }

  /** Where two streams in a row never said a word, something on the way holds them back: ask for a while instead. */
  function secondMode() {
    if (mute >= 2) pollUntil = Date.now() + SECOND_MODE_FOR * Math.min(mute - 1, 10);
    return mute >= 2;
  }

  /** Not everybody in the same moment. */
  function comeBack() {
    tell("connecting");
    return pause(Math.random() * SPREAD);
  }

  async function run() {
    while (!closed) {
      if (document.hidden) {
        tell("hidden");
        await pause(LONGEST_PAUSE);
        continue;
      }
      try {
        await step();
      } catch (error) {
        if (error instanceof Ended) {
          tell("ended");
          return;
        }
        await recover(error);
      }
    }
  }

  /**
   * @param {unknown} error
   * @returns {Promise<void>} when to try again
   */
  async function recover(error) {
    if (closed || document.hidden) return;
    if (hurry) {
      hurry = false;
      return;
    }
    if (error instanceof Later && error.pause > 0) {
      // as many are connected as may be: until then we ask
      if (answer !== null) pollUntil = Math.max(pollUntil, Date.now() + error.pause);
      if (answer !== null && Date.now() < ticketUntil && state !== "polling") return;
      tell("waiting");
      await pause(error.pause * (0.75 + 0.5 * Math.random()));
      return;
    }
    if (secondMode()) return;
    if (state === "live" || error instanceof Later) {
      await comeBack();
      return;
    }
    tell("waiting");
    failures += 1;
    await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random()));
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let leaving;
  function seen() {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(interrupt, HIDDEN_FOR);
    else goOn();
  }

  function back() {
    failures = 0;
    goOn();
  }

  /** Where nothing was heard for longer than the server is ever silent, we slept: what we listen to is gone without a word. */
  function goOn() {
    if (state === "live" && Date.now() - heardAt > WOKEN) interrupt();
    else wake();
  }

  document.addEventListener("visibilitychange", seen);
  window.addEventListener("online", back);
  run();

  return {
    close() {
      closed = true;
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", back);
      interrupt();
    },
    refresh() {
      hurry = true;
      forget();
      wake();
    },
  };
}

let ahead = 0;

/** @returns {number} seconds since 1970 by the server's clock: a telephone that lives in another year shows the same minutes */
export function now() {
  return Date.now() / 1000 + ahead;
}

/**
 * The view after the change (RFC 7396): null stands for what is gone. Neither is changed itself.
 * @param {any} view
 * @param {any} patch
 * @returns {any}
 */
export function merge(view, patch) {
  if (!isPlain(patch)) return patch;
  const merged = isPlain(view) ? { ...view } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

/** @param {unknown} value */
function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {Response} response
 * @returns {number} milliseconds
 */
function retryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return (seconds > 0 && seconds < 600 ? seconds : 5) * 1000;
}
