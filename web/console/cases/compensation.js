// A compensation out of a merchant's deposit: proposed by one person, approved by another.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { Copied, Part } from "../marks.js";
import { href } from "../route.js";
import { COMPENSATION_STATES } from "../words.js";
import { Evidence } from "./evidence.js";
import { CaseFrame } from "./frame.js";
import { CASE, COMPENSATION, DISPUTE } from "./strings.js";

const by = (who, at) => who && DISPUTE.by(who, at ? stamp(at) : "");

export function CompensationCase({ no, frame }) {
  return html`<${CaseFrame} section="compensations" no=${no} frame=${frame} title=${COMPENSATION.title} machine="compensation"
    names=${COMPENSATION_STATES}>
    ${(found) => html`
      <section class="sum is-wide">
        <div class="sum-money"><strong>${yuan(found.amount_fen)}</strong><span>${found.merchant_name}</span></div>
        <div class="sum-words"><b>${found.customer_name}</b>
          <span>${DISPUTE.deposit} ${found.deposit_fen === null ? CASE.none : yuan(found.deposit_fen)}</span></div>
      </section>
      <${Part} title=${COMPENSATION.finding} tone="bad" wide><p>${found.finding}</p><p class="quote">${found.note}</p><//>
      <${Evidence} items=${found.evidence} title=${CASE.evidence(found.evidence.length)} />
      <${Part} title=${CASE.timeline} wide>
        <${Facts} rows=${[
          [COMPENSATION.proposed, by(found.proposed_name, found.proposed_at)],
          [COMPENSATION.approved, by(found.approved_name, null)],
          [COMPENSATION.held, found.held_fen > 0 && yuan(found.held_fen)],
          [COMPENSATION.advanced, found.advanced_fen > 0 && yuan(found.advanced_fen)],
          [COMPENSATION.bill, found.out_bill_no && html`<${Copied} text=${found.out_bill_no} />`],
          [COMPENSATION.paid, found.paid_at && stamp(found.paid_at)],
          [CASE.refund, html`<a class="link" href=${href({ section: "refunds", id: found.refund_no })}>${found.refund_no}</a>`],
        ]} />
      <//>`}
  <//>`;
}
