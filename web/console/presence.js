// Online, away, offline: only who is online is offered conversations.
import { useState } from "../shared/markup.js";
import { useDesk } from "./context.js";

/** `wish` is what was picked last, shown until the queue says the same. */
export function usePresence() {
  const { api, reader } = useDesk();
  const [wish, setWish] = useState(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const set = async (state) => {
    setWish(state);
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/v1/agent/presence", { state });
      await reader.load("/v1/agent/queue");
    } catch (refused) {
      setProblem(refused);
    } finally {
      setWish(null);
      setBusy(false);
    }
  };
  return { busy, problem, wish, set };
}
