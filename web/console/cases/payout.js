// A payout: one attempt to send one leg back, as the channel tells it.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { PAYOUT_STATES } from "../../shared/words.js";
import { Copied, Part } from "../marks.js";
import { href } from "../route.js";
import { CaseFrame } from "./frame.js";
import { channelName } from "./payments.js";
import { CASE, PAYOUT } from "./strings.js";

export function PayoutCase({ no, frame }) {
  return html`<${CaseFrame} section="payouts" no=${no} frame=${frame} title=${PAYOUT.title} machine="payout"
    names=${PAYOUT_STATES}>
    ${(found) => html`
      <section class="sum is-wide">
        <div class="sum-money"><strong>${yuan(found.amount_fen)}</strong><span>${channelName(found)}</span></div>
        <div class="sum-words"><b>${PAYOUT.attempt(found.attempt)}</b><span>${PAYOUT.polls(found.polls)}</span></div>
      </section>
      ${found.failure && html`<${Part} title=${PAYOUT.failure} tone="bad" wide><p>${found.failure}</p><//>`}
      <${Part} title=${PAYOUT.title} wide>
        <${Facts} rows=${[
          [CASE.refund, html`<a class="link" href=${href({ section: "refunds", id: found.refund_no })}>${found.refund_no}</a>`],
          [CASE.order, html`<${Copied} text=${found.order_no} />`],
          [PAYOUT.no, html`<${Copied} text=${found.out_refund_no} />`],
          [PAYOUT.channelNo, found.channel_refund_id && html`<${Copied} text=${found.channel_refund_id} />`],
          [PAYOUT.transaction, html`<${Copied} text=${found.transaction_id} />`],
          [PAYOUT.created, stamp(found.created_at)],
          [PAYOUT.accepted, found.accepted_at && stamp(found.accepted_at)],
          [PAYOUT.succeeded, found.succeeded_at && stamp(found.succeeded_at)],
        ]} />
      <//>`}
  <//>`;
}
