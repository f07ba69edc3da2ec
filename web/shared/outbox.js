// Sends things one after another, each until it is accepted once. The id an item carries makes a repeat harmless.

const FIRST_MS = 1000;
const LONGEST_MS = 20_000;
const TRIES = 5;

/**
 * `deliver(item)` resolves when the server has it and throws a `Problem` when not; `changed()` hears of every change.
 * Items carry `state`: `sending`, `waiting` (tried again by itself), `failed` (waits for the person), `sent`.
 * Without a network an item waits for as long as it takes; a server that keeps failing gives up after five tries.
 */
export function createOutbox({ deliver, changed }) {
  let items = [];
  let busy = false;
  let timer = null;

  const update = (id, patch) => {
    items = items.map((item) => (item.id === id ? { ...item, ...patch } : item));
    changed();
  };

  async function pump() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    try {
      for (let item = next(); item; item = next()) {
        update(item.id, { state: "sending" });
        const wait = await attempt(item);
        if (wait !== null) {
          timer = setTimeout(pump, wait);
          return;
        }
      }
    } finally {
      busy = false;
    }
  }

  const next = () => items.find((item) => item.state === "waiting" || item.state === "sending");

  /** Null when the item is done with (sent, failed, dropped); else the milliseconds until the next try. */
  async function attempt(item) {
    try {
      const answer = await deliver(item, (patch) => update(item.id, patch));
      update(item.id, { state: "sent", answer });
      return null;
    } catch (error) {
      if (error.name === "AbortError") {
        items = items.filter((other) => other.id !== item.id);
        changed();
        return null;
      }
      const waits = (item.waits ?? 0) + 1;
      const tries = (item.tries ?? 0) + (error.status >= 500 ? 1 : 0);
      if (!error.passing || tries >= TRIES) {
        update(item.id, { state: "failed", problem: error, tries: 0, waits: 0 });
        return null;
      }
      update(item.id, { state: "waiting", problem: error, tries, waits });
      return (error.retryAfterS ?? 0) * 1000 || Math.min(LONGEST_MS, FIRST_MS * 2 ** (waits - 1));
    }
  }

  return {
    items: () => items,
    add(item) {
      items = [...items, { state: "waiting", ...item }];
      changed();
      pump();
    },
    retry(id) {
      update(id, { state: "waiting", problem: null, tries: 0, waits: 0 });
      pump();
    },
    drop(id) {
      items = items.filter((item) => item.id !== id);
      changed();
    },
    /** The network or a token came back: do not wait any longer. */
    hurry: pump,
  };
}
