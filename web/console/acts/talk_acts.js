// Putting a conversation on hold, handing it on, giving it back, ending it.
import { now } from "../../shared/clock.js";
import { html, useState } from "../../shared/markup.js";
import { TALK } from "../talk/strings.js";
import { ActDialog } from "./act_dialog.js";
import { FormDialog } from "./form_dialog.js";
import { ACT } from "./strings.js";

const MINUTES = [5, 10, 30];

export function HoldDialog({ at, onClose }) {
  const [minutes, setMinutes] = useState(MINUTES[0]);
  const [from] = useState(now);
  const body = { until_at: new Date(from + minutes * 60_000).toISOString() };
  return html`<${ActDialog} title=${TALK.hold} path=${at("hold")} body=${body} onClose=${onClose}>
    <fieldset class="picker">
      <legend>${ACT.until}</legend>
      <div class="switch">
        ${MINUTES.map((each) => html`<label key=${each} class=${each === minutes ? "is-on" : ""}>
          <input type="radio" name="minutes" checked=${each === minutes} onChange=${() => setMinutes(each)}
            />${ACT.minutes(each)}
        </label>`)}
      </div>
    </fieldset>
  <//>`;
}

export function TransferDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.transfer} path=${at("transfer")} needs=${["reason!"]} onClose=${onClose} />`;
}

export function ReturnDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.giveBack} path=${at("return")} needs=${["note"]} onClose=${onClose} />`;
}

export function ResolveDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.resolve} path=${at("resolve")} needs=${["outcome!", "note"]} onClose=${onClose} />`;
}
