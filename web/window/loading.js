// Something fetched for a panel: what is there so far, what went wrong, and how to ask again.
import { html, useCallback, useEffect, useState } from "../shared/markup.js";
import { REFUND } from "./strings.js";

/** Runs `fetch(signal)` now and whenever `deps` change; keeps the last value while asking again. */
export function useLoading(fetch, deps) {
  const [found, setFound] = useState({ value: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    fetch(abort.signal).then(
      (value) => setFound({ value, problem: null }),
      (problem) => problem.name !== "AbortError" && setFound((before) => ({ ...before, problem })),
    );
    return () => abort.abort();
  }, [...deps, turn]);
  const again = useCallback(() => {
    setFound((before) => ({ ...before, problem: null }));
    setTurn((n) => n + 1);
  }, []);
  return { ...found, again };
}

/** What a panel shows until its value is there. */
export function Pending({ problem, again }) {
  if (!problem) return html`<div class="skeleton" role="status"><i></i><i></i><i></i></div>`;
  return html`<div class="blocked" role="alert">
    <p>${problem.detail || REFUND.failed}</p>
    <button type="button" class="button is-primary" onClick=${again}>${REFUND.retry}</button>
  </div>`;
}
