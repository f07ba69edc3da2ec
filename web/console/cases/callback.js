// A callback: the number to dial, when, what for, and how it went.
import { clock, dayName, stamp } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { Due, Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useTick } from "../../shared/ticking.js";
import { CALLBACK_STATES } from "../../shared/words.js";
import { Part, phone } from "../marks.js";
import { useDesk } from "../context.js";
import { CALL_ENDS } from "../words.js";
import { CaseFrame } from "./frame.js";
import { CALLBACK, CASE } from "./strings.js";

const SLOT_MS = 30 * 60_000;

export function CallbackCase({ no, frame }) {
  return html`<${CaseFrame} section="callbacks" no=${no} frame=${frame} title=${CALLBACK.title} machine="callback"
    names=${CALLBACK_STATES}>
    ${(found) => html`<${Body} callback=${found} />`}
  <//>`;
}

function Body({ callback }) {
  const { serves } = useDesk();
  const now = useTick(false);
  const open = callback.state === "scheduled" || callback.state === "in_call";
  const begins = new Date(callback.slot_start_at).getTime();
  const slot = `${dayName(begins, now)} ${clock(begins)}–${clock(begins + SLOT_MS)}`;
  return html`
    <section class="sum is-wide">
      <div class="sum-money"><strong>${phone(callback.phone)}</strong><span>${callback.customer_name}</span></div>
      <div class="sum-words"><b>${slot}</b><span>${CALLBACK.attempts(callback.attempts)}</span></div>
      ${open && html`<div class="sum-due"><${Due} due=${callback.slot_start_at} now=${now} />
        ${serves && html`<a class="link" href=${`tel:${callback.phone}`}><${Icon} name="phone" size=${16} />${CALLBACK.dial}</a>`}</div>`}
    </section>
    <${Part} title=${CALLBACK.message} wide><p class="quote">${callback.message}</p><//>
    <${Part} title=${CASE.timeline}>
      <${Facts} rows=${[
        [CALLBACK.slot, slot],
        [CALLBACK.by, callback.agent_name],
        [CALLBACK.outcome, callback.outcome && (CALL_ENDS[callback.outcome] ?? callback.outcome)],
        [CALLBACK.asked, stamp(callback.created_at)],
        [CALLBACK.missedName, callback.missed > 0 && CALLBACK.missed(callback.missed)],
        [CASE.description, callback.note],
      ]} />
    <//>`;
}
