// A conversation's numbered stream, for as long as it is looked at.
import { merged } from "../../shared/entries.js";
import { useEffect, useMemo } from "../../shared/markup.js";
import { createStore, useStore } from "../../shared/store.js";
import { follow } from "../../shared/stream.js";
import { useDesk } from "../context.js";

const NEW = { entries: [], loaded: false, owner: null, status: "open", typing: false, marks: null, problem: null };

/** `{entries, loaded, owner, status, typing, marks, problem}`; what arrives of one's own leaves the outbox. */
export function useThread(id) {
  const { api, outgoing } = useDesk();
  const store = useMemo(() => createStore(NEW), [id]);
  useEffect(() => {
    let fresh = [];
    let flushing = null;
    const flush = () => {
      clearTimeout(flushing);
      flushing = null;
      if (!fresh.length) return;
      for (const entry of fresh) if (entry.client_msg_id) outgoing.arrived(id, entry.client_msg_id);
      store.set({ entries: merged(store.get().entries, ...fresh) });
      fresh = [];
    };
    const stream = follow(api, `/v1/agent/conversations/${encodeURIComponent(id)}/stream`, {
      onEvent(name, data) {
        if (name === "entry") {
          fresh.push(data);
          // What came in together is shown together: a long thread is drawn once.
          flushing ??= setTimeout(flush);
        } else if (name === "state") {
          flush();
          const { owner, status, typing, marks } = data;
          store.set({ owner, status, typing, marks, loaded: true });
        }
      },
      onLink: (link, problem) => link === "refused" && store.set({ problem }),
    });
    return () => {
      clearTimeout(flushing);
      stream.stop();
    };
  }, [id]);
  return useStore(store);
}
