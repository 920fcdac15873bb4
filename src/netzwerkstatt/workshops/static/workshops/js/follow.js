/**
 * Follow the view of a screen: fetch it, and fetch it again while the page is to be seen. Nothing changed costs 304.
 * @typedef {Record<string, any>} View
 * @typedef {"live" | "waiting" | "ended"} State
 * @param {{ snapshot: string, onSnapshot: (view: View) => void, onState?: (state: State) => void, every?: number }} options
 * @returns {{ again: () => void, stop: () => void }}
 */
export function follow({ snapshot, onSnapshot, onState, every = 1500 }) {
  let tag = "";
  let timer = 0;
  let stopped = false;
  let misses = 0;
  /** @param {State} state */
  const say = (state) => onState?.(state);

  async function look() {
    window.clearTimeout(timer);
    if (stopped || document.hidden) return;
    try {
      /** @type {Record<string, string>} */
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(snapshot, { headers, cache: "no-store" });
      if (answer.status === 404 || answer.status === 403) {
        stopped = true;
        say("ended");
        return;
      }
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      misses = 0;
      say("live");
      learn(answer);
      if (answer.status !== 304) {
        tag = answer.headers.get("ETag") ?? "";
        onSnapshot(await answer.json());
      }
    } catch {
      misses += 1;
      say("waiting");
    }
    const pause = every * Math.min(4, 1 + misses / 2);
    timer = window.setTimeout(look, pause * (0.8 + 0.4 * Math.random()));
  }

  document.addEventListener("visibilitychange", () => void look());
  window.addEventListener("online", () => void look());
  void look();
  return {
    again: () => void look(),
    stop: () => {
      stopped = true;
      window.clearTimeout(timer);
    },
  };
}

let ahead = 0;

/**
 * How far this device's clock is from the server's: a phone that lives in another year still shows the right minutes.
 * @param {Response} answer
 */
export function learn(answer) {
  const said = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(said)) ahead = said + 500 - Date.now();
}

/** @returns {number} seconds since 1970 by the server's clock */
export function now() {
  return (Date.now() + ahead) / 1000;
}
