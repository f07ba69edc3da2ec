// A refund as a reviewer weighs it: money and deadline, order and buyer, what the system said, the pictures, the history.
import { stamp, until, yuan } from "../../shared/format.js";
import { Due, Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useTick } from "../../shared/ticking.js";
import { PATHS, REASONS, REFUND_STATES } from "../../shared/words.js";
import { dueOf } from "../lists/rows.js";
import { Part } from "../marks.js";
import { kindNames } from "../talk/cards.js";
import { Decision } from "./decision.js";
import { Evidence } from "./evidence.js";
import { CaseFrame } from "./frame.js";
import { History } from "./history.js";
import { BuyerPart, OrderPart } from "./order.js";
import { PayoutList } from "./payments.js";
import { Related } from "./related.js";
import { CASE } from "./strings.js";

export function RefundCase({ no, frame }) {
  return html`<${CaseFrame} section="refunds" no=${no} frame=${frame} title=${CASE.refund} machine="refund"
    names=${REFUND_STATES} context=${contextOf}>
    ${(refund) => html`<${Sum} refund=${refund} />
      <${Evidence} items=${refund.evidence} refund=${refund} title=${CASE.evidence(refund.evidence.length)} />
      <div class="case-half">
        <${Asked} refund=${refund} />
        <${OrderPart} refund=${refund} />
        <${Decision} refund=${refund} />
      </div>
      <div class="case-half">
        <${BuyerPart} customer=${refund.customer} />
        <${Deadlines} refund=${refund} />
        ${refund.payouts.length > 0 && html`<${PayoutList} payouts=${refund.payouts} arrival=${refund.arrival} />`}
        <${Related} refund=${refund} />
        <${History} rows=${refund.history} />
      </div>`}
  <//>`;
}

/** What the forms begin with. */
function contextOf(refund) {
  const most = Math.min(refund.amount_fen ?? Infinity, refund.order.refundable_fen || (refund.amount_fen ?? Infinity));
  return {
    amount: refund.amount_fen,
    most: Number.isFinite(most) ? most : null,
    appealed: Boolean(refund.appeal_statement),
    missing: refund.missing_evidence.map((kinds) => kinds[0]),
    reason_code: refund.state === "appeal_review" ? refund.decision?.code : "",
  };
}

/** The first things to know: how much, why, by when. */
function Sum({ refund }) {
  const now = useTick(false);
  const due = dueOf(refund);
  const { attempts, supplement_rounds: rounds } = refund;
  const ways = [
    PATHS[refund.path], CASE.types[refund.type], attempts > 0 && CASE.attempt(attempts), rounds > 0 && CASE.rounds(rounds),
  ];
  return html`<section class="sum is-wide" data-testid="sum">
    <div class="sum-money"><strong>${refund.amount_fen === null ? CASE.none : yuan(refund.amount_fen)}</strong>
      <span>${CASE.refundable(yuan(refund.order.refundable_fen))}</span></div>
    <div class="sum-words">
      <b>${REASONS[refund.reason] ?? refund.reason}</b>
      <span>${ways.filter(Boolean).join(" · ")}</span>
    </div>
    ${due && html`<div class="sum-due"><${Due} due=${due} now=${now} /><span>${until(due)}</span></div>`}
  </section>`;
}

/** What the buyer says, and what we have asked them for. */
function Asked({ refund }) {
  const { description, appeal_statement: appeal, requested_items: asked } = refund;
  return html`
    ${description && html`<${Part} title=${CASE.description}><p class="quote">${description}</p><//>`}
    ${appeal && html`<${Part} title=${CASE.appeal} tone="asks"><p class="quote">${appeal}</p><//>`}
    ${asked?.length > 0 &&
    html`<${Part} title=${CASE.asksFor} tone="asks">
      <ul class="plain">
        ${asked.map((item) => html`<li key=${item.kind}>${kindNames([item.kind])} <span>${item.note}</span></li>`)}
      </ul>
    <//>`}`;
}

function Deadlines({ refund }) {
  const now = useTick(false);
  const open = dueOf(refund);
  const rows = Object.entries(CASE.dues)
    .filter(([key]) => refund[key])
    .map(([key, name]) => [name, html`${until(refund[key])} ${refund[key] === open && html`<${Due} due=${open} now=${now} />`}`]);
  if (refund.fault_discovered_at) rows.unshift([CASE.discovered, stamp(refund.fault_discovered_at)]);
  if (!rows.length) return null;
  return html`<${Part} title=${CASE.deadlines} testid="deadlines"><${Facts} rows=${rows} /><//>`;
}
