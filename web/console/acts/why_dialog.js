// The acts that are not offered on a case, each with whose it is, where it may be done and what else is in the way.
import { Dialog } from "../../shared/dialog.js";
import { html } from "../../shared/markup.js";
import { ACTORS, ACTS } from "../words.js";
import { ACT, WHY } from "./strings.js";

const listed = (codes, names) => codes.map((code) => names[code]).filter(Boolean).join("、");

/** `refused` as the server tells it: `[{event, roles, states, why}]`; `names` are the machine's states. */
export function WhyDialog({ machine, refused, names, onClose }) {
  return html`<${Dialog} title=${WHY.title} closeLabel=${ACT.close} kind="act" testid="why-dialog" onClose=${onClose}>
    <dl class="why-list">
      ${refused.map(({ event, roles, states, why }) => html`<div key=${event} data-testid="why-${event}">
        <dt>${ACTS[machine][event] ?? event}</dt>
        <dd>${[why, roles && WHY.roles(listed(roles, ACTORS)), states && WHY.states(listed(states, names))]
          .filter(Boolean).join("；") || WHY.guard}</dd>
      </div>`)}
    </dl>
  <//>`;
}
