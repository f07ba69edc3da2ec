// One row of each list of papers: who or what, how much, where it stands, how long it may take.
import { clock, dayName, stamp, yuan } from "../../shared/format.js";
import { Due } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { CALLBACK_STATES, EXPEDITE_STATES, PAYOUT_STATES, REASONS, REFUND_STATES } from "../../shared/words.js";
import { channelName } from "../cases/payments.js";
import { Badge, phone } from "../marks.js";
import { ASSIGN } from "../strings.js";
import { CHARGEBACK_STATES, COMPENSATION_STATES, DISPUTE_STATES, ROLES } from "../words.js";

const IN_REVIEW = new Set(["under_review", "manual_review"]);

/** The deadline that this state waits for; null where nothing of ours is due. */
export function dueOf(refund) {
  if (IN_REVIEW.has(refund.state)) return refund.review_due_at;
  if (refund.state === "appeal_review") return refund.appeal_due_at;
  if (refund.state === "evidence_required") return refund.supplement_due_at;
  return refund.state === "disputed" ? refund.merchant_due_at : null;
}

function Two({ title, end, text, foot, badge }) {
  return html`<span class="row-line"><b>${title}</b><span class="row-end">${end}</span></span>
    ${text && html`<span class="row-text">${text}</span>`}
    <span class="row-line"><span class="row-foot">${foot}</span>${badge}</span>`;
}

export function RefundRow({ item, now }) {
  return html`<${Two} title=${item.customer_name} end=${item.amount_fen ? yuan(item.amount_fen) : ""}
    text=${item.product_name}
    foot=${html`${REASONS[item.reason] ?? item.reason ?? ""} <${Due} due=${dueOf(item)} now=${now} />${
      item.assigned_to && html` <span class="chip">${ASSIGN.held(item.assigned_name)}</span>`}`}
    badge=${html`<${Badge} state=${item.state} names=${REFUND_STATES} />`} />`;
}
RefundRow.texts = (item) => [item.refund_no, item.order_no, item.customer_name, item.product_name];
RefundRow.due = dueOf;

const disputeDue = (item) =>
  ({ adjudication: item.adjudication_due_at, awaiting_merchant: item.merchant_due_at })[item.state] ??
  (item.state.endsWith("evidence") ? item.evidence_due_at : null);

function DisputeRow({ item, now }) {
  return html`<${Two} title=${item.customer_name} end=${item.refund_amount_fen ? yuan(item.refund_amount_fen) : ""}
    text=${`${item.merchant_name} · ${item.product_name}`}
    foot=${html`<${Due} due=${disputeDue(item)} now=${now} />${disputeDue(item) ? "" : stamp(item.opened_at)}`}
    badge=${html`<${Badge} state=${item.state} names=${DISPUTE_STATES} />`} />`;
}
DisputeRow.texts = (item) => [item.dispute_no, item.refund_no, item.order_no, item.customer_name, item.merchant_name];
DisputeRow.due = disputeDue;

const slotOf = (item) => (item.state === "scheduled" || item.state === "in_call" ? item.slot_start_at : null);

function CallbackRow({ item, now }) {
  return html`<${Two} title=${item.customer_name} end=${`${dayName(item.slot_start_at, now)} ${clock(item.slot_start_at)}`}
    text=${item.message}
    foot=${html`${phone(item.phone)} <${Due} due=${slotOf(item)} now=${now} />`}
    badge=${html`<${Badge} state=${item.state} names=${CALLBACK_STATES} />`} />`;
}
CallbackRow.due = slotOf;
CallbackRow.texts = (item) => [item.callback_no, item.customer_name, item.phone, item.message];

function ExpediteRow({ item, now }) {
  return html`<${Two} title=${item.refund.customer_name} end=${yuan(item.refund.amount_fen ?? 0)}
    text=${item.refund.product_name}
    foot=${html`${item.agent_id ? ROLES[item.agent_id] ?? item.agent_name : stamp(item.opened_at)} <${Due} due=${dueOf(item.refund)} now=${now} />`}
    badge=${html`<${Badge} state=${item.state} names=${EXPEDITE_STATES} />`} />`;
}
ExpediteRow.due = (item) => dueOf(item.refund);
ExpediteRow.texts = (item) => [item.expedite_no, item.refund_no, item.refund.customer_name, item.refund.product_name];

function PayoutRow({ item }) {
  return html`<${Two} title=${channelName(item)} end=${yuan(item.amount_fen)}
    text=${item.failure ?? item.out_refund_no}
    foot=${stamp(item.succeeded_at ?? item.created_at)}
    badge=${html`<${Badge} state=${item.state} names=${PAYOUT_STATES} />`} />`;
}
PayoutRow.texts = (item) => [item.payout_no, item.refund_no, item.order_no, item.out_refund_no, item.channel_refund_id];

function CompensationRow({ item }) {
  return html`<${Two} title=${item.merchant_name} end=${yuan(item.amount_fen)} text=${item.finding}
    foot=${`${item.proposed_name} · ${stamp(item.proposed_at)}`}
    badge=${html`<${Badge} state=${item.state} names=${COMPENSATION_STATES} />`} />`;
}
CompensationRow.texts = (item) => [item.compensation_no, item.dispute_no, item.refund_no, item.merchant_name];

function ChargebackRow({ item }) {
  return html`<${Two} title=${item.order_no} end=${yuan(item.amount_fen)} text=${item.transaction_id}
    foot=${stamp(item.ended_at ?? item.reported_at)}
    badge=${html`<${Badge} state=${item.state} names=${CHARGEBACK_STATES} />`} />`;
}
ChargebackRow.texts = (item) => [item.chargeback_no, item.order_no, item.transaction_id];

export const ROWS = {
  refunds: RefundRow,
  disputes: DisputeRow,
  callbacks: CallbackRow,
  expedites: ExpediteRow,
  payouts: PayoutRow,
  compensations: CompensationRow,
  chargebacks: ChargebackRow,
};
