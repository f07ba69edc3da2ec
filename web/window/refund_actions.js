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

export function actionsOf(refund) {
  const found = BY_STATE[refund.state] ?? [];
  const late = refund.review_due_at && new Date(refund.review_due_at) <= now();
  const reviewing = refund.state === "under_review" || refund.state === "manual_review";
  if (reviewing && late && !refund.expedite) return [expedite, ...found];
  if (refund.state === "rejected" && !refund.decision?.curable) return found.filter((action) => action !== resubmit);
  return found;
}
