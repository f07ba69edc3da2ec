// What a colleague is given: the teams they belong to, how many they serve at once; and off duty, who has forgotten to.
import { html, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { ActDialog } from "../acts/act_dialog.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { PAGE, STAFF } from "./strings.js";

const MOST = 20;

/** `one` as the board lists it. */
export function StaffDialog({ one, onClose }) {
  const { reader } = useDesk();
  const { data } = useRead(reader, "/v1/agent/staff");
  const { busy, run } = useCommand();
  const [skills, setSkills] = useState(one.skills);
  const [capacity, setCapacity] = useState(one.capacity);
  const path = `/v1/agent/staff/${encodeURIComponent(one.username)}`;
  const toggle = (code) => setSkills(skills.includes(code) ? skills.filter((each) => each !== code) : [...skills, code]);
  const send = async (state) => {
    if (await run(`${path}/presence`, { state })) onClose();
  };
  return html`<${ActDialog} title=${STAFF.title(one.name)} name=${PAGE.save} path=${path} body=${{ skills, capacity }} onClose=${onClose}>
    <fieldset class="picker"><legend>${STAFF.skills}</legend>
      ${Object.entries(data?.teams ?? {}).map(([code, name]) => html`<label key=${code} class="tick">
        <input type="checkbox" checked=${skills.includes(code)} data-testid="skill-${code}" onChange=${() => toggle(code)} />${name}</label>`)}
      <p class="small">${STAFF.skillsMeans}</p>
    </fieldset>
    <label class="field"><span>${STAFF.capacity}</span>
      <select class="input" value=${capacity} data-testid="capacity" onChange=${(event) => setCapacity(Number(event.target.value))}>
        ${Array.from({ length: MOST + 1 }, (_, n) => html`<option key=${n} value=${n} selected=${n === capacity}>${STAFF.people(n)}</option>`)}
      </select>
    </label>
    ${one.presence !== "offline" &&
    html`<div class="variables" role="group" aria-label=${STAFF.presence}>
      ${["away", "offline"].filter((state) => state !== one.presence).map((state) => html`<button key=${state} type="button" class="button"
        disabled=${busy} data-testid="send-${state}" onClick=${() => send(state)}>${STAFF[state]}</button>`)}
    </div>`}
  <//>`;
}
