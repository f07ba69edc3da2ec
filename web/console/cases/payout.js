// A payout: one attempt to send one leg back, as the channel tells it.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { PAYOUT_STATES } from "../../shared/words.js";
import { CaseActs } from "../acts/case_acts.js";
import { Badge, Copied, Part } from "../marks.js";
import { href } from "../route.js";
import { CASE, PAYOUT } from "../strings.js";
import { CaseFrame } from "./frame.js";
import { channelName } from "./payments.js";

export function PayoutCase({ no, frame }) {
  const path = `/v1/agent/payouts/${encodeURIComponent(no)}`;
  return html`<${CaseFrame} path=${path} frame=${frame} name=${PAYOUT.title}
    head=${(found) => ({
      title: PAYOUT.title,
      badge: html`<${Badge} state=${found.state} names=${PAYOUT_STATES} />`,
      sub: html`<${Copied} text=${found.payout_no} />`,
    })}
    acts=${(found) => html`<${CaseActs} machine="payout" path=${`${path}/events`} events=${found.allowed_events} context=${{}} />`}>
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
