// Where money came from and goes back to.
import { span, stamp, yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { CHANNELS, FUNDING, PAYOUT_STATES } from "../../shared/words.js";
import { Badge, Part } from "../marks.js";
import { href } from "../route.js";
import { CASE, PAYOUT } from "./strings.js";

export function channelName({ channel, funding }) {
  const name = CHANNELS[channel] ?? channel;
  return channel === "balance" || !FUNDING[funding] ? name : `${name}（${FUNDING[funding]}）`;
}

export function PayoutList({ payouts, arrival }) {
  return html`<${Part} title=${CASE.payouts} testid="payouts">
    <ul class="papers">
      ${payouts.map((leg) => html`<li key=${leg.payout_no}>
        <a href=${href({ section: "payouts", id: leg.payout_no })}>
          <span class="row-line"><b>${channelName(leg)}</b><b>${yuan(leg.amount_fen)}</b></span>
          <span class="row-line">
            <span class="row-foot">${leg.succeeded_at ? stamp(leg.succeeded_at) : PAYOUT.attempt(leg.attempt)}</span>
            <${Badge} state=${leg.state} names=${PAYOUT_STATES} />
          </span>
        </a>
      </li>`)}
    </ul>
    ${arrival && html`<p class="small">${CASE.arrival} ${span(arrival.earliest_at, arrival.latest_at)}</p>`}
  <//>`;
}
