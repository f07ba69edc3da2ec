// A chargeback: the bank takes a payment back; finance ends it once the bank has spoken. Meanwhile nothing is refunded.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { REFUND_STATES } from "../../shared/words.js";
import { Copied, Part } from "../marks.js";
import { CHARGEBACK_STATES } from "../words.js";
import { CHARGEBACK } from "./chargeback_strings.js";
import { CaseFrame } from "./frame.js";
import { Papers } from "./related.js";
import { CASE } from "./strings.js";

export function ChargebackCase({ no, frame }) {
  return html`<${CaseFrame} section="chargebacks" no=${no} frame=${frame} title=${CHARGEBACK.title} machine="chargeback"
    names=${CHARGEBACK_STATES}>
    ${(found) => html`
      <section class="sum is-wide">
        <div class="sum-money"><strong>${yuan(found.amount_fen)}</strong><span>${CHARGEBACK.frozen[found.state]}</span></div>
      </section>
      <${Part} title=${CHARGEBACK.title} wide>
        <${Facts} rows=${[
          [CASE.order, html`<${Copied} text=${found.order_no} />`],
          [CHARGEBACK.transaction, html`<${Copied} text=${found.transaction_id} />`],
          [CHARGEBACK.reported, stamp(found.reported_at)],
          [CHARGEBACK.ended, found.ended_at && `${stamp(found.ended_at)} · ${found.ended_by}`],
          [CHARGEBACK.note, found.note],
        ]} />
      <//>
      <${Part} title=${CHARGEBACK.refunds} wide>
        ${found.refunds.length === 0 && html`<p class="small">${CHARGEBACK.noRefunds}</p>`}
        <${Papers} papers=${found.refunds.map((each) => ({
          section: "refunds", id: each.refund_no, state: each.state, names: REFUND_STATES,
          end: each.amount_fen ? yuan(each.amount_fen) : "",
        }))} />
      <//>`}
  <//>`;
}
