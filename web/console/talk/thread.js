// A conversation's numbered stream, for as long as it is looked at.
import { merged } from "../../shared/entries.js";
import { useEffect, useMemo } from "../../shared/markup.js";
import { createStore, useStore } from "../../shared/store.js";
import { follow } from "../../shared/stream.js";
import { useDesk } from "../context.js";

const NEW = { entries: [], loaded: false, owner: null, status: "open", problem: null };

/** `{entries, loaded, owner, status, problem}`; what arrives of one's own leaves the outbox. */
export function useThread(id) {
  const { api, outgoing } = useDesk();
  const store = useMemo(() => createStore(NEW), [id]);
  useEffect(() => {
    const stream = follow(api, `/v1/agent/conversations/${encodeURIComponent(id)}/stream`, {
      onEvent(name, data) {
        if (name === "state") return store.set({ owner: data.owner, status: data.status, loaded: true });
        if (name !== "entry") return undefined;
        store.set({ entries: merged(store.get().entries, data) });
        if (data.client_msg_id) outgoing.arrived(id, data.client_msg_id);
        return undefined;
      },
      onLink: (link, problem) => link === "refused" && store.set({ problem }),
    });
    return () => stream.stop();
  }, [id]);
  return useStore(store);
}
