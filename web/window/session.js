// The conversation as this page knows it: the numbered entries, who owns it, and what is still on its way out.
import { observe, observeAtLeast } from "../shared/clock.js";
import { merged } from "../shared/entries.js";
import { newId } from "../shared/ids.js";
import { createStore } from "../shared/store.js";
import { follow } from "../shared/stream.js";
import { createLanes } from "./lanes.js";

const DOOR = "/v1/customer";
const FIRST_MS = 1000;
const LONGEST_MS = 20_000;
const TYPING_EVERY_MS = 4000;

const NEW = { entries: [], loaded: false, owner: "bot", status: "open", owed: false, typing: false, queue: null };

/** `store` holds what the page shows; the functions are all a buyer can do. `hint`: `{order_no?, topic?}`. */
export function createSession({ api, credentials, pictures }) {
  const store = createStore({
    ...NEW, conversationId: null, problem: null, signedOut: false, link: "down", online: navigator.onLine, unsent: [],
  });
  const lanes = createLanes({ api, store, changed: (unsent) => store.set({ unsent }) });
  let stream = null;
  let timer = null;
  let attempts = 0;
  let typedAt = 0;
  let wanted = [];
  let opening = 0;
  let fresh = [];
  let flushing = null;

  /** Open the customer's conversation, with a matter at hand if there is one; tried again until it succeeds. */
  async function open(hint = {}, key = newId()) {
    clearTimeout(timer);
    wanted = [hint, key];
    opening++;
    try {
      const { conversation_id: id } = await api.post(`${DOOR}/conversations`, hint, { key });
      attempts = 0;
      wanted = [];
      store.set({ problem: null, signedOut: false });
      attach(id);
      return true;
    } catch (problem) {
      store.set({ problem, signedOut: problem.status === 401 });
      if (problem.status !== 401 && problem.passing) {
        const wait = (problem.retryAfterS ?? 0) * 1000 || Math.min(LONGEST_MS, FIRST_MS * 2 ** attempts++);
        timer = setTimeout(() => open(hint, key), wait);
      }
      return false;
    } finally {
      opening--;
    }
  }

  function attach(id) {
    if (id === store.get().conversationId && stream) return;
    stream?.stop();
    fresh = [];
    store.set({ ...NEW, conversationId: id });
    lanes.restore(id);
    stream = follow(api, `${DOOR}/conversations/${encodeURIComponent(id)}/stream`, { onEvent: heard, onLink: linked });
  }

  function heard(name, data) {
    if (name === "entry") {
      fresh.push(data);
      // What came in together is shown together: a long thread is drawn once, not once an entry.
      flushing ??= setTimeout(flush);
      return;
    }
    if (name !== "state") return;
    flush();
    const { status, owner, owed = false, typing = false, queue = null } = data;
    store.set({ status, owner, owed, typing, queue, loaded: true });
  }

  function flush() {
    clearTimeout(flushing);
    flushing = null;
    for (const entry of fresh) {
      const mine = lanes.arrived(entry);
      if (mine?.url && entry.card?.picture) pictures.adopt(entry.card.picture, mine.url);
      if (mine && store.get().loaded) observe(entry.at);
      else observeAtLeast(entry.at);
    }
    store.set({ entries: merged(store.get().entries, ...fresh) });
    fresh = [];
  }

  function linked(link, problem) {
    if (link === "refused") {
      stream = null;
      timer = setTimeout(open, FIRST_MS * 2);
      return;
    }
    store.set({ link, ...(link === "up" ? { signedOut: false } : {}) });
    if (problem?.status === 401) store.set({ signedOut: true });
    if (link === "up") lanes.hurry();
  }

  /** The network or a token came back: try at once what waits. */
  function hurry() {
    if (stream) stream.hurry();
    else if (!opening) open(...wanted);
    lanes.hurry();
  }

  addEventListener("online", () => {
    store.set({ online: true });
    hurry();
  });
  addEventListener("offline", () => store.set({ online: false, link: "down" }));
  credentials.onToken(() => {
    store.set({ signedOut: false });
    hurry();
  });

  return {
    store, pictures, api, open, hurry,
    say: (text) => lanes.say({ text }),
    choose: ({ label, value }) => lanes.say({ text: label, choice: value }),
    upload: lanes.upload,
    /** How it was, 1 to 5. Throws `Problem`. */
    rate: (score) => api.post(`${DOOR}/conversations/${encodeURIComponent(store.get().conversationId)}/rating`, { score }),
    retry: lanes.retry,
    drop: lanes.drop,

    /** Tell whoever serves the buyer that they are typing; now and then, and only a person. */
    typing() {
      const { owner, conversationId } = store.get();
      if (owner !== "agent" || Date.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = Date.now();
      api.post(`${DOOR}/conversations/${encodeURIComponent(conversationId)}/typing`).catch(() => {});
    },
  };
}
