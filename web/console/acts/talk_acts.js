// Putting a conversation on hold, handing it on, giving it back, ending it.
import { now } from "../../shared/clock.js";
import { html, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useDesk } from "../context.js";
import { TALK } from "../talk/strings.js";
import { ActDialog } from "./act_dialog.js";
import { FormDialog } from "./form_dialog.js";
import { ACT, MEANS } from "./strings.js";

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

/** To the queue, to a team's next, or to one colleague who has room. */
export function TransferDialog({ at, onClose }) {
  const { reader, me } = useDesk();
  const { data } = useRead(reader, "/v1/agent/staff");
  const [to, setTo] = useState("");
  const free = (data?.items ?? []).filter((one) => one.can_take && one.username !== me.username);
  const [kind, code] = to.split(":");
  return html`<${FormDialog} title=${TALK.transfer} path=${at("transfer")} needs=${["reason!"]}
    extra=${code ? { [kind]: code } : {}} onClose=${onClose}>
    <label class="field"><span>${ACT.transferTo}</span>
      <select class="input" value=${to} data-testid="transfer-to" onChange=${(event) => setTo(event.target.value)}>
        <option value="">${ACT.toQueue}</option>
        ${Object.entries(data?.teams ?? {}).map(([team, name]) => html`<option key=${team} value=${`team:${team}`}>${ACT.toTeam(name)}</option>`)}
        ${free.map((one) => html`<option key=${one.username} value=${`to:${one.username}`}>${ACT.toPerson(one.name, one.load, one.capacity)}</option>`)}
      </select>
    </label>
  <//>`;
}

/** An offer goes on to the next colleague at once; the buyer keeps the place. */
export function DeclineDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.decline} means=${MEANS.decline} path=${at("decline")} needs=${["reason"]}
    onClose=${onClose} />`;
}

/** The supervisor talks from now on. */
export function TakeDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.take} means=${MEANS.take} path=${at("take")} needs=${["reason!"]} onClose=${onClose} />`;
}

/** The supervisor offers it to one colleague who has room. */
export function ReassignDialog({ at, holder, onClose }) {
  const { reader, me } = useDesk();
  const { data } = useRead(reader, "/v1/agent/staff");
  const free = (data?.items ?? []).filter(({ can_take: can, username }) => can && ![me.username, holder].includes(username));
  const [to, setTo] = useState("");
  return html`<${FormDialog} title=${TALK.reassign} means=${MEANS.reassign} path=${at("reassign")} needs=${["reason!"]}
    extra=${{ to }} ready=${to !== ""} onClose=${onClose}>
    <fieldset class="picker">
      <legend>${ACT.transferTo}<small>${ACT.required}</small></legend>
      ${data && !free.length && html`<p class="small">${ACT.nobody}</p>`}
      ${free.map((one) => html`<label key=${one.username} class="option ${one.username === to ? "is-on" : ""}">
        <input type="radio" name="to" value=${one.username} checked=${one.username === to} onChange=${() => setTo(one.username)} />
        <span><b>${ACT.toPerson(one.name, one.load, one.capacity)}</b></span>
      </label>`)}
    </fieldset>
  <//>`;
}

export function ReturnDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.giveBack} path=${at("return")} needs=${["note"]} onClose=${onClose} />`;
}

export function ResolveDialog({ at, onClose }) {
  return html`<${FormDialog} title=${TALK.resolve} path=${at("resolve")} needs=${["outcome!", "note"]} onClose=${onClose} />`;
}
