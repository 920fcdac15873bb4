import { now } from "../../live/live.js";

/**
 * The time that is left, second by second, from the server's end of the phase. Screen readers are not told every second.
 * @param {() => { ends?: number, paused?: number }} read
 * @param {(left: number | null, paused: boolean) => void} show
 */
export function countdown(read, show) {
  const tick = () => {
    const { ends, paused } = read();
    if (paused !== undefined) show(paused, true);
    else show(ends === undefined ? null : Math.round(ends - now()), false);
  };
  tick();
  window.setInterval(tick, 1000);
  return tick;
}

/**
 * @param {number} left
 * @returns {string} 06:40, and 1:06:40 above an hour
 */
export function spoken(left) {
  const seconds = Math.max(0, left);
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  const minutes = `${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}
