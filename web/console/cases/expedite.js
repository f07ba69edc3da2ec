// An expedite ticket: who follows it, and the overdue case it hurries.
import { stamp, until, yuan } from "../../shared/format.js";
import { Due, Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useTick } from "../../shared/ticking.js";
import { EXPEDITE_STATES, REFUND_STATES } from "../../shared/words.js";
import { dueOf } from "../lists/rows.js";
import { Badge, Part } from "../marks.js";
import { href } from "../route.js";
import { ROLES } from "../words.js";
import { CaseFrame } from "./frame.js";
import { CASE, EXPEDITE } from "./strings.js";

export function ExpediteCase({ no, frame }) {
  return html`<${CaseFrame} section="expedites" no=${no} frame=${frame} title=${EXPEDITE.title} machine="expedite"
    names=${EXPEDITE_STATES}>
    ${(found) => html`<${Body} ticket=${found} />`}
  <//>`;
}

function Body({ ticket }) {
  const now = useTick(false);
  const { refund } = ticket;
  const due = dueOf(refund);
  return html`
    <section class="sum is-wide">
      <div class="sum-money"><strong>${yuan(refund.amount_fen ?? 0)}</strong><span>${refund.product_name}</span></div>
      <div class="sum-words"><b>${refund.customer_name}</b><span><${Badge} state=${refund.state} names=${REFUND_STATES}
        /></span></div>
      ${due && html`<div class="sum-due"><${Due} due=${due} now=${now} /><span>${until(due)}</span></div>`}
    </section>
    <${Part} title=${EXPEDITE.title} wide>
      <${Facts} rows=${[
        [EXPEDITE.opened, stamp(ticket.opened_at)],
        [EXPEDITE.by, ROLES[ticket.agent_id] ?? ticket.agent_name ?? CASE.none], // the system gives it to the supervisors
        [CASE.timeline, ticket.updates > 0 && EXPEDITE.updates(ticket.updates)],
        [CASE.refund, html`<a class="link" href=${href({ section: "refunds", id: refund.refund_no })}>${refund.refund_no}</a>`],
      ]} />
    <//>`;
}
