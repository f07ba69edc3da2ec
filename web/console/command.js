// One command: the same words sent again are the same command, so a retry after silence never does a thing twice.
import { newId } from "../shared/ids.js";
import { useRef, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";

/** `run(path, body, verb)` (verb: post, remove) resolves to the answer, or to null with `problem` set. */
export function useCommand() {
  const { api, reader } = useDesk();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const last = useRef({ said: "", key: "" });

  const run = async (path, body, verb = "post") => {
    const said = verb + path + JSON.stringify(body);
    if (last.current.said !== said) last.current = { said, key: newId() };
    setBusy(true);
    setProblem(null);
    try {
      const answer = await api[verb](path, body, { key: last.current.key });
      last.current = { said: "", key: "" };
      return answer;
    } catch (refused) {
      setProblem(refused);
      return null;
    } finally {
      setBusy(false);
      reader.hurry(); // a refusal, too, may mean that something has moved
    }
  };
  return { busy, problem, run };
}
