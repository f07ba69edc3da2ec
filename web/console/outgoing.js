// What staff write: sent in order, each once, kept over a dropped line, signing in again and a reload. So are drafts.
import { newId } from "../shared/ids.js";
import { createOutbox } from "../shared/outbox.js";
import { createStore } from "../shared/store.js";

const DRAFTS = "refund-desk.drafts";
const UNSENT = "refund-desk.unsent";
const TYPING_EVERY_MS = 4000;

/** `store` holds `{items}`, each `{id, conversationId, text, visibility, state, problem}`. */
export function createOutgoing({ api, staff }) {
  const store = createStore({ items: [] });
  const lanes = new Map(); // one conversation never waits for another
  const drafts = read(DRAFTS, {});
  let typedAt = 0;
  const who = () => staff.store.get().me?.username;
  const changed = () => {
    const items = [...lanes.values()].flatMap((lane) => lane.items());
    store.set({ items });
    const kept = items.filter(({ state }) => state !== "sent");
    keep(UNSENT, kept.map(({ problem: _, state, ...item }) => (state === "failed" ? { ...item, state } : item)));
  };

  function lane(conversationId) {
    if (!lanes.has(conversationId)) {
      const path = `/v1/agent/conversations/${encodeURIComponent(conversationId)}/messages`;
      const deliver = ({ id, text, visibility }) => api.post(path, { client_msg_id: id, text, visibility }, { key: id });
      lanes.set(conversationId, createOutbox({ deliver, changed }));
    }
    return lanes.get(conversationId);
  }

  /** What was not sent when the page was left, once it is known who sits here: another's words are not theirs to say. */
  let restored = false;
  function restore() {
    if (restored || !who()) return;
    restored = true;
    for (const item of read(UNSENT, []).filter(({ by }) => by === who())) lane(item.conversationId).add(item);
  }
  restore();
  staff.store.watch(restore);

  return {
    store,
    say: (conversationId, text, visibility) =>
      lane(conversationId).add({
        id: newId(), conversationId, text, visibility, author: staff.store.get().me.name, by: who(),
      }),
    retry: (item) => lane(item.conversationId).retry(item.id),
    drop: (item) => lane(item.conversationId).drop(item.id),
    /** The thread shows it: it is no longer on its way. */
    arrived(conversationId, clientMsgId) {
      if (lanes.get(conversationId)?.items().some((item) => item.id === clientMsgId)) lane(conversationId).drop(clientMsgId);
    },
    hurry: () => lanes.forEach((each) => each.hurry()),

    /** Tell the buyer that somebody is writing to them; now and then. */
    typing(conversationId) {
      if (Date.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = Date.now();
      api.post(`/v1/agent/conversations/${encodeURIComponent(conversationId)}/typing`).catch(() => {});
    },

    draft: (conversationId) => drafts[conversationId] ?? "",
    keepDraft(conversationId, text) {
      if (text) drafts[conversationId] = text;
      else delete drafts[conversationId];
      keep(DRAFTS, drafts);
    },
  };
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // storage switched off: it lives as long as the page
  }
}

function read(name, none) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? none;
  } catch {
    return none;
  }
}
