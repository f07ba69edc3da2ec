// What staff write: sent in order, each once, kept over a dropped line and over signing in again. Drafts outlive a reload.
import { newId } from "../shared/ids.js";
import { createOutbox } from "../shared/outbox.js";
import { createStore } from "../shared/store.js";

const DRAFTS = "refund-desk.drafts";
const TYPING_EVERY_MS = 4000;

/** `store` holds `{items}`, each `{id, conversationId, text, visibility, state, problem}`. */
export function createOutgoing({ api, staff }) {
  const store = createStore({ items: [] });
  const lanes = new Map(); // one conversation never waits for another
  const drafts = read();
  let typedAt = 0;
  const changed = () => store.set({ items: [...lanes.values()].flatMap((lane) => lane.items()) });

  function lane(conversationId) {
    if (!lanes.has(conversationId)) {
      const path = `/v1/agent/conversations/${encodeURIComponent(conversationId)}/messages`;
      const deliver = ({ id, text, visibility }) => api.post(path, { client_msg_id: id, text, visibility }, { key: id });
      lanes.set(conversationId, createOutbox({ deliver, changed }));
    }
    return lanes.get(conversationId);
  }

  return {
    store,
    say: (conversationId, text, visibility) =>
      lane(conversationId).add({ id: newId(), conversationId, text, visibility, author: staff.store.get().me.name }),
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
      try {
        sessionStorage.setItem(DRAFTS, JSON.stringify(drafts));
      } catch {
        // storage switched off: the draft lives as long as the page
      }
    },
  };
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFTS)) ?? {};
  } catch {
    return {};
  }
}
