// The server's present. A sandbox may move its clock, so "now" is learnt from entries as they come in.
import { useEffect, useState } from "./markup.js";

const LARGEST_DRIFT_MS = 120_000;
let offset = 0;

/** An entry has just come in, stamped `at` by the server. */
export function observe(at) {
  const drift = new Date(at).getTime() - Date.now();
  offset = Math.abs(drift) > LARGEST_DRIFT_MS ? drift : 0;
}

/** An old entry: the present is at least that late. */
export function observeAtLeast(at) {
  if (new Date(at).getTime() > now() + LARGEST_DRIFT_MS) observe(at);
}

export const now = () => Date.now() + offset;

/** The present, refreshed every half minute. */
export function useNow() {
  const [value, setValue] = useState(now());
  useEffect(() => {
    const timer = setInterval(() => setValue(now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(value, now());
}
