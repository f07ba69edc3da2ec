// Says how far this page has got the thread, and how far it was in view; never twice, never back.
import { useEffect, useMemo } from "./markup.js";

const PAUSE_MS = 400;

/** `tell(delivered, read)` at will; `send({delivered_seq, read_seq})` once a moment, only for more than was said before. */
export function createReading(send) {
  let wanted = { delivered_seq: 0, read_seq: 0 };
  let said = wanted;
  let timer = null;

  async function flush() {
    timer = null;
    if (wanted.delivered_seq <= said.delivered_seq && wanted.read_seq <= said.read_seq) return;
    const before = said;
    said = wanted;
    try {
      await send(said);
    } catch {
      said = before; // told again with the next entry
    }
  }

  return {
    tell(delivered, read) {
      wanted = {
        delivered_seq: Math.max(wanted.delivered_seq, delivered), read_seq: Math.max(wanted.read_seq, read),
      };
      timer ??= setTimeout(flush, PAUSE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Tells `path` of the entry numbered `last`, now and when the page comes into view; while `path` is null, nothing. */
export function useReading(api, path, last) {
  const reading = useMemo(() => path && createReading((marks) => api.post(path, marks)), [api, path]);
  useEffect(() => {
    if (!reading || !last) return undefined;
    const tell = () => reading.tell(last, document.visibilityState === "visible" && document.hasFocus() ? last : 0);
    tell();
    addEventListener("focus", tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      removeEventListener("focus", tell);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [reading, last]);
  useEffect(() => () => reading?.stop(), [reading]);
}
