// Parts of the refund panel that not every refund has.
import { deadline, stamp, yuan } from "../shared/format.js";
import { Icon } from "../shared/icons.js";
import { html, useState } from "../shared/markup.js";
import { DISPUTE_STATES, EXPEDITE_STATES, PAYOUT_STATES } from "../shared/words.js";
import { Rows } from "./cards/confirm.js";
import { channelName } from "./refund_steps.js";
import { kindNames } from "./my_picture.js";
import { REFUND } from "./strings.js";

/** Why it was decided as it was, or what a reviewer asks for. */
export function Decision({ refund }) {
  const { decision, requested_items: asked } = refund;
  if (asked?.length) {
    return html`<section class="panel-part is-asks">
      <h3>${REFUND.requested}</h3>
      <ul>${asked.map((item) => html`<li>${kindNames([item.kind])}${item.note && html`<span> · ${item.note}</span>`}</li>`)}</ul>
    </section>`;
  }
  if (!decision?.text) return null;
  const bad = decision.outcome !== "approved";
  return html`<section class="panel-part ${bad ? "is-bad" : "is-good"}" data-testid="decision">
    <h3>${REFUND.decision}</h3>
    <p>${decision.text}</p>
    ${decision.rule_ids?.length > 0 && html`<p class="panel-small">${REFUND.rules(decision.rule_ids.join(" "))}</p>`}
  </section>`;
}

export function Payouts({ payouts }) {
  return html`<ul class="payouts">
    ${payouts.map((leg) => html`<li key=${leg.payout_no} data-testid="payout">
      <div><b>${channelName(leg)}</b><b>${yuan(leg.amount_fen)}</b></div>
      <div>
        <span>${PAYOUT_STATES[leg.state] ?? leg.state}</span>
        <span>${leg.succeeded_at && stamp(leg.succeeded_at)}</span>
      </div>
      ${leg.out_refund_no && html`<${Copied} label=${REFUND.payoutNo} text=${leg.out_refund_no} />`}
    </li>`)}
  </ul>`;
}

/** A number people are asked for elsewhere, with a button that copies it. */
function Copied({ label, text }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text).then(() => setDone(true), () => {});
  };
  return html`<div class="copied">
    <span>${label} <code>${text}</code></span>
    <button type="button" class="link" onClick=${copy}>
      <${Icon} name=${done ? "check" : "copy"} size=${16} />${done ? REFUND.copied : REFUND.copy}
    </button>
  </div>`;
}

/** Dispute, expedite ticket, compensation: the other papers of the same matter. */
export function Related({ refund }) {
  const { dispute, expedite, compensation } = refund;
  const due = dispute?.evidence_due_at ?? dispute?.merchant_due_at;
  return html`
    ${dispute && html`<section class="panel-part">
      <h3>${REFUND.dispute}</h3>
      <${Rows} rows=${[
        { label: REFUND.disputeNo, value: dispute.dispute_no },
        { label: DISPUTE_STATES[dispute.state] ?? dispute.state, value: due ? deadline(due) : stamp(dispute.opened_at) },
      ]} />
    </section>`}
    ${expedite && html`<section class="panel-part">
      <h3>${REFUND.expedite}</h3>
      <${Rows} rows=${[{ label: expedite.expedite_no, value: EXPEDITE_STATES[expedite.state] ?? expedite.state }]} />
    </section>`}
    ${compensation && html`<section class="panel-part">
      <h3>${REFUND.compensation}</h3>
      <${Rows} rows=${[{ label: compensation.compensation_no, value: yuan(compensation.amount_fen) }]} />
    </section>`}
  `;
}
