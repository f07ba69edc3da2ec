// Online, away, offline: only who is online is offered conversations.
import { useState } from "../shared/markup.js";
import { useDesk } from "./context.js";

export function usePresence() {
  const { api, reader } = useDesk();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const set = async (state) => {
    setBusy(true);
    setProblem(null);
    try {
      await api.post("/v1/agent/presence", { state });
      reader.hurry();
    } catch (refused) {
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, set };
}
