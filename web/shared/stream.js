// One numbered stream, read for as long as the page lives: resumes from the last number, backs off when dropped.
import { eventsOf } from "./sse.js";

const SILENT_MS = 40_000; // the server pings every 15 s
const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Follow `path`. `onEvent(name, data, id)` gets parsed JSON; `onLink(state, problem)` hears `"up"` and `"down"`.
 * A refusal that no retry cures (403, 404) ends it with `onLink("refused", problem)`.
 * Answers `{stop(), hurry()}`; `hurry` ends a wait at once (the network or a token came back).
 */
export function follow(api, path, { from = 0, onEvent, onLink }) {
  let last = from;
  let failures = 0;
  let stopped = false;
  let wake = () => {};
  let abort = new AbortController();

  async function once() {
    abort = new AbortController();
    let alarm;
    const heard = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => abort.abort(), SILENT_MS);
    };
    try {
      heard();
      const headers = { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": String(last) } : {}) };
      const response = await api.open(path, { headers, signal: abort.signal, cache: "no-store" });
      onLink("up");
      for await (const message of eventsOf(response.body)) {
        heard();
        failures = 0;
        if (!message) continue;
        onEvent(message.event, JSON.parse(message.data), message.id);
        if (message.id) last = Number(message.id);
      }
    } finally {
      clearTimeout(alarm);
    }
  }

  async function run() {
    while (!stopped) {
      let problem = null;
      try {
        await once();
      } catch (error) {
        problem = error;
      }
      if (stopped) return;
      if (problem?.status === 403 || problem?.status === 404) return onLink("refused", problem);
      onLink("down", problem);
      const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures++) * (0.75 + Math.random() / 2);
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.max(wait, (problem?.retryAfterS ?? 0) * 1000));
      });
    }
  }

  const hurry = () => wake();
  const visible = () => document.visibilityState === "visible" && wake();
  const offline = () => abort.abort();
  addEventListener("online", hurry);
  addEventListener("offline", offline);
  document.addEventListener("visibilitychange", visible);
  run();

  return {
    hurry,
    stop() {
      stopped = true;
      abort.abort();
      wake();
      removeEventListener("online", hurry);
      removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", visible);
    },
  };
}
