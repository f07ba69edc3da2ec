// The box in which an act is confirmed: what it means, what it needs, and the refusal if there is one.
import { Dialog } from "../../shared/dialog.js";
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { useCommand } from "../command.js";
import { ACT } from "./strings.js";

/** `body` is what will be sent, or null while something is still missing; `onDone(answer)` hears of success. */
export function ActDialog({ title, means, path, body, verb, name, danger, onDone, onClose, children }) {
  const { busy, problem, run } = useCommand();
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !body) return;
    const answer = await run(path, body, verb);
    if (!answer) return;
    onClose();
    onDone?.(answer);
  };
  return html`<${Dialog} title=${title} closeLabel=${ACT.close} kind="act" testid="act-dialog" onClose=${onClose}>
    <form class="form" onSubmit=${submit}>
      ${means && html`<p class="means">${means}</p>`}
      ${children}
      ${problem && html`<${Refusal} problem=${problem} />`}
      <div class="form-foot">
        <button type="button" class="button" onClick=${onClose}>${ACT.cancel}</button>
        <button type="submit" class="button ${danger ? "is-danger" : "is-primary"}" disabled=${busy || !body}
          data-testid="confirm">
          ${busy ? ACT.busy : name ?? ACT.confirm(title)}
        </button>
      </div>
    </form>
  <//>`;
}

function Refusal({ problem }) {
  const rules = problem.body.rule_ids?.join(" ");
  const words = problem.status === 0 ? ACT.unreachable : problem.detail || ACT.failed;
  return html`<p class="problem" role="alert" data-testid="problem">
    <${Icon} name="warn" size=${18} />
    <span>${words}${rules && html` <small>${ACT.rules(rules)}</small>`}</span>
  </p>`;
}
