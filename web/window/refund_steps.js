// A refund's steps in the window's words.
import { deadline, span, stamp } from "../shared/format.js";
import { stepsOf } from "../shared/progress.js";
import { CHANNELS, FUNDING } from "../shared/words.js";
import { EVIDENCE, STEPS } from "./strings.js";

/** Steps for the timeline: `{title, notes, status}`. */
export function stepWords(refund) {
  return stepsOf(refund).map((step) => ({
    status: step.status,
    title: STEPS[step.key],
    notes: [step.at && stamp(step.at), note(step), step.key === "arrival" && destination(step.legs)],
  }));
}

function note(step) {
  if (step.until) return STEPS.reviveBy(deadline(step.until), step.curable);
  if (step.status !== "current") return null;
  if (step.key === "supplement") return step.due && STEPS.supplyBy(deadline(step.due));
  if (step.waitsFor === "merchant") return STEPS.merchantBy(deadline(step.due));
  if (step.key === "payout") return STEPS.inProgress;
  if (step.window) return STEPS.arrives(span(step.window.earliest_at, step.window.latest_at));
  return step.due && STEPS.expected(deadline(step.due));
}

/** Where the money goes, once the payouts are known. */
export function destination(legs) {
  if (!legs?.length) return null;
  return STEPS.returns([...new Set(legs.map(channelName))].join(EVIDENCE.join));
}

export function channelName({ channel, funding }) {
  const name = CHANNELS[channel] ?? channel;
  return channel === "balance" || !FUNDING[funding] ? name : `${name}（${FUNDING[funding]}）`;
}

/** What is being waited for now, in one line; null when nothing is. */
export function currentNote(refund) {
  const current = stepsOf(refund).find((step) => step.status === "current" || step.until);
  return current ? note(current) : null;
}
