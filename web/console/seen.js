// How far each conversation has been read here: what lies beyond is unread. Kept for all tabs of this browser.
import { createStore } from "../shared/store.js";

const KEPT = "refund-desk.seen";
const MOST = 300;

/** `store` holds `{upTo: {conversation id: entry number}}`; `mark(id, seq)` never goes back. */
export function createSeen() {
  const store = createStore({ upTo: read() });
  addEventListener("storage", (event) => event.key === KEPT && store.set({ upTo: read() }));
  return {
    store,
    mark(id, seq) {
      const { upTo } = store.get();
      if (!seq || (upTo[id] ?? 0) >= seq) return;
      const { [id]: _, ...rest } = upTo;
      const kept = Object.fromEntries([...Object.entries(rest), [id, seq]].slice(-MOST)); // the newest stand last
      store.set({ upTo: kept });
      try {
        localStorage.setItem(KEPT, JSON.stringify(kept));
      } catch {
        // storage switched off: known for as long as the page lives
      }
    },
  };
}

/** Whether a conversation has entries beyond what was read. */
export const isUnread = (upTo, item) => item.last_seq > (upTo[item.conversation_id] ?? 0);

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}
