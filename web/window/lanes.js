// What is on its way out, in two lanes: words in their order, and pictures, which take longer and hold nobody up.
import { now } from "../shared/clock.js";
import { newId } from "../shared/ids.js";
import { createOutbox } from "../shared/outbox.js";
import { Problem } from "../shared/problem.js";

const UNSENT = "refund-desk.unsent.";

/** `changed(items)` gets everything unsent, oldest first. */
export function createLanes({ api, store, changed }) {
  const place = () => {
    const { conversationId } = store.get();
    if (!conversationId) throw new Problem(0);
    return `/v1/customer/conversations/${encodeURIComponent(conversationId)}`;
  };

  const words = createOutbox({
    changed: announce,
    deliver: async ({ id, text, choice }) =>
      api.post(`${place()}/messages`, { client_msg_id: id, ...(choice ? { choice } : { text }) }, { key: id }),
  });

  const files = createOutbox({
    changed: announce,
    async deliver({ id, file, kind, abort }, update) {
      const form = new FormData();
      form.append("client_msg_id", id);
      if (kind) form.append("kind", kind);
      form.append("file", file, file.name || "picture");
      update({ progress: 0 });
      const onProgress = (progress) => update({ progress });
      return api.upload(`${place()}/evidence`, form, { signal: abort.signal, onProgress });
    },
  });

  function announce() {
    const items = [...words.items(), ...files.items()].sort((a, b) => a.at - b.at);
    keep(store.get().conversationId, words.items());
    changed(items);
  }

  return {
    say: (said) => words.add({ id: newId(), at: now(), ...said }),

    /** A picture on its way; `kind` hints at what it is meant to prove. */
    upload(file, kind) {
      const url = URL.createObjectURL(file);
      files.add({ id: newId(), at: now(), file, url, kind, progress: null, abort: new AbortController() });
    },

    /** An entry came in: whatever of ours it is, is not on its way any more, and is handed back. */
    arrived({ client_msg_id: id }) {
      if (!id) return null;
      const lane = [words, files].find((other) => other.items().some((item) => item.id === id));
      const item = lane?.items().find((other) => other.id === id);
      lane?.drop(id);
      return item ?? null;
    },

    retry: (id) => [words, files].forEach((lane) => lane.items().some((item) => item.id === id) && lane.retry(id)),

    drop(id) {
      const item = files.items().find((other) => other.id === id);
      item?.abort.abort();
      if (item) URL.revokeObjectURL(item.url);
      for (const lane of [words, files]) lane.drop(id);
    },

    hurry() {
      words.hurry();
      files.hurry();
    },

    /** Words that a reload interrupted, taken up again under their old ids. */
    restore(conversationId) {
      const known = new Set(words.items().map((item) => item.id));
      for (const item of kept(conversationId)) if (!known.has(item.id)) words.add({ ...item, state: "waiting" });
      words.hurry();
      files.hurry();
    },
  };
}

function keep(conversationId, items) {
  if (!conversationId) return;
  const unsent = items.filter((item) => item.state !== "sent").map(({ id, at, text, choice }) => ({ id, at, text, choice }));
  try {
    if (unsent.length) sessionStorage.setItem(UNSENT + conversationId, JSON.stringify(unsent));
    else sessionStorage.removeItem(UNSENT + conversationId);
  } catch {
    // storage switched off
  }
}

function kept(conversationId) {
  try {
    return JSON.parse(sessionStorage.getItem(UNSENT + conversationId)) ?? [];
  } catch {
    return [];
  }
}
