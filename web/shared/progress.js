// The four steps of a refund as a buyer sees them, derived from its state and deadlines. No markup, no words.

const AFTER_REVIEW = new Set([
  "approved", "payout_pending", "payout_exception", "refunded", "arrival_inquiry", "closed",
]);
const REFUSED = new Set(["rejected", "rejected_final", "ineligible"]);
const STOPPED = new Set(["cancelled", "abandoned"]);

/** Steps `{key, status, …}`; status is done, current, todo, failed or stopped. Extra fields feed the step's note. */
export function stepsOf(refund) {
  const { state } = refund;
  if (state === "ineligible") return [{ key: "ineligible", status: "failed" }];
  const submitted = refund.submitted_at
    ? { key: "submitted", status: "done", at: refund.submitted_at }
    : { key: "filling", status: "current" };
  if (STOPPED.has(state)) return [submitted, { key: state, status: "stopped", at: lastAt(refund) }];
  if (REFUSED.has(state)) {
    const curable = refund.decision?.curable ?? null; // a list does not carry the decision
    return [submitted, { key: state, status: "failed", at: lastAt(refund), until: revivable(refund), curable }];
  }
  return [submitted, review(refund), payout(refund), arrival(refund)];
}

function review(refund) {
  const key = { appeal_review: "appeal", disputed: "dispute", manual_review: "manual" }[refund.state]
    ?? { express: "express", manual: "manual" }[refund.path] ?? "review";
  if (!refund.submitted_at) return { key, status: "todo" };
  if (AFTER_REVIEW.has(refund.state)) return { key, status: "done", at: at(refund, "approve") };
  if (refund.state === "evidence_required") {
    return { key: "supplement", status: "current", due: refund.supplement_due_at };
  }
  if (refund.state === "disputed") {
    const due = refund.dispute?.merchant_due_at ?? refund.merchant_due_at;
    return { key, status: "current", due, waitsFor: due ? "merchant" : null };
  }
  return { key, status: "current", due: refund.review_due_at };
}

function payout(refund) {
  const { state } = refund;
  if (state === "payout_exception") return { key: "payout_exception", status: "failed" };
  if (state === "approved" || state === "payout_pending") return { key: "payout", status: "current" };
  if (AFTER_REVIEW.has(state)) return { key: "payout", status: "done", at: paidAt(refund) };
  return { key: "payout", status: "todo" };
}

function arrival(refund) {
  const legs = refund.payouts ?? [];
  const common = { key: "arrival", legs, window: refund.arrival };
  if (refund.state === "closed") return { ...common, status: "done", at: lastAt(refund) };
  if (refund.state === "arrival_inquiry") return { ...common, key: "inquiry", status: "current" };
  if (refund.state === "refunded") return { ...common, status: "current" };
  return { ...common, status: "todo" };
}

/** When the case was last approved or the like: the latest timeline row whose event begins so. */
function at(refund, event) {
  const events = event === "approve" ? ["approve", "express_pass", "overturn", "dispute_for_user"] : [event];
  return refund.timeline?.findLast((row) => events.includes(row.event))?.at ?? null;
}

const lastAt = (refund) => refund.timeline?.at(-1)?.at ?? null;

const paidAt = (refund) => (refund.payouts ?? []).map((leg) => leg.succeeded_at).filter(Boolean).at(-1) ?? null;

/** Until when a refused case may still be revived, if it may. */
const revivable = (refund) => (refund.state === "rejected" ? refund.resubmit_until_at ?? refund.appeal_until_at : null);
