// Seconds that pass: how long somebody waits, how much of a deadline is left.
import { now } from "./clock.js";
import { useEffect, useState } from "./markup.js";
import { SPANS } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const tickers = new Set();
setInterval(() => tickers.forEach((tick) => tick()), 1000);

/** The present, refreshed every second (every half minute where that is enough). */
export function useTick(everySecond = true) {
  const [value, setValue] = useState(now());
  useEffect(() => {
    const tick = () => setValue((before) => (everySecond || Math.abs(now() - before) > 30_000 ? now() : before));
    tickers.add(tick);
    return () => tickers.delete(tick);
  }, [everySecond]);
  // The server's present may turn out to be earlier than this page's own.
  return Math.min(now(), Math.max(value, now() - (everySecond ? 0 : 30_000)));
}

const two = (n) => String(n).padStart(2, "0");

/** `02:41`, from an hour on `1:02:41`. */
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A span as people say it: the two largest parts. */
export function roughly(ms) {
  const span = Math.abs(ms);
  if (span < MINUTE) return SPANS.moment;
  if (span < HOUR) return SPANS.minutes(Math.floor(span / MINUTE));
  if (span < DAY) return SPANS.hours(Math.floor(span / HOUR), Math.floor((span % HOUR) / MINUTE));
  return SPANS.days(Math.floor(span / DAY), Math.floor((span % DAY) / HOUR));
}

/** `{late, text}` of a deadline seen from `at`. */
export function remaining(due, at) {
  const left = new Date(due) - at;
  return { late: left < 0, soon: left >= 0 && left < 4 * HOUR, text: left < 0 ? SPANS.late(roughly(left)) : SPANS.left(roughly(left)) };
}
