// What a buyer may ask for in each state. The words go into the chat; the backend decides, the assistant confirms.
import { now } from "../shared/clock.js";
import { ACTIONS } from "./strings.js";

const { supply, resubmit, appeal, dispute, expedite, notReceived, cancel, human } = ACTIONS;

const BY_STATE = {
  ineligible: [human],
  submitted: [cancel],
  under_review: [dispute, cancel],
  manual_review: [dispute, cancel],
  evidence_required: [supply, cancel],
  rejected: [resubmit, appeal, dispute],
  rejected_final: [human],
  payout_exception: [human],
  refunded: [notReceived],
  disputed: [supply],
};

const DUE_IN_STATE = {
  submitted: ["review_due_at"],
  under_review: ["review_due_at"],
  manual_review: ["review_due_at"],
  appeal_review: ["review_due_at"],
  evidence_required: ["supplement_due_at"],
  disputed: ["merchant_due_at"],
  rejected: ["resubmit_until_at", "appeal_until_at"],
};

/** Which of a refund's deadlines still run: a decided case keeps the old ones on record. */
export function dueOf(refund) {
  const found = DUE_IN_STATE[refund.state] ?? [];
  return curable(refund) ? found : found.filter((key) => key !== "resubmit_until_at");
}

const curable = (refund) => refund.decision?.curable !== false;

export function actionsOf(refund) {
  const found = BY_STATE[refund.state] ?? [];
  const late = refund.review_due_at && new Date(refund.review_due_at) <= now();
  const reviewing = refund.state === "under_review" || refund.state === "manual_review";
  if (reviewing && late && !refund.expedite) return [expedite, ...found];
  if (refund.state === "rejected" && !curable(refund)) return found.filter((action) => action !== resubmit);
  return found;
}
