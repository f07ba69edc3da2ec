// The acts on a case: the server says which are allowed, each is confirmed in a box of its own.
import { html } from "../../shared/markup.js";
import { CASE } from "../cases/strings.js";
import { useDesk } from "../context.js";
import { ACTS } from "../words.js";
import { FormDialog } from "./form_dialog.js";
import { Preview } from "./preview.js";
import { MEANS, WHY } from "./strings.js";
import { WhyDialog } from "./why_dialog.js";

const NEEDS = {
  approve: ["amount", "note"],
  reject: ["rejection!", "note"],
  request_evidence: ["items!", "note"],
  escalate: ["note"],
  extend_deadline: ["due!", "note!"],
  overturn: ["amount", "note"],
  uphold: ["rejection!", "note"],
  agent_override: ["override!", "note!"],
  retry_payout: ["note"],
  trace_found: ["note"],
  trace_failed: ["note"],
  ask_user: ["note"],
  ask_merchant: ["note"],
  pull_logs: [],
  decide_user: ["note!"],
  decide_partial: ["amount!", "note!"],
  decide_merchant: ["told!"],
  redirect: ["note"],
  attempt: [],
  done: ["callOutcome!", "note"],
  no_answer: ["note"],
  gave_up: ["note"],
  assign: [],
  second_approve: ["note"],
  refuse: ["note!"],
  deposit_short: ["note"],
  lift: ["note!"],
  lose: ["note!"],
};
const FIRST = new Set([
  "approve", "overturn", "agent_override", "attempt", "done", "assign", "decide_user", "second_approve", "retry_payout",
  "redirect", "trace_found", "lift",
]);
const DANGER = new Set(["reject", "uphold", "decide_merchant", "refuse", "gave_up", "lose"]);

const rank = (event) => (FIRST.has(event) ? 0 : DANGER.has(event) ? 2 : 1);

/** The bar below a case: `events` as the server allows them, `refused` with its reasons; `children` are acts of other kinds. */
export function CaseActs({ machine, path, events, refused = [], names, context, children }) {
  const { act } = useDesk();
  const why = refused.length > 0 &&
    html`<button type="button" class="link acts-why" data-testid="why-not"
      onClick=${() => act({ dialog: WhyDialog, machine, refused, names })}>${WHY.open}</button>`;
  if (!events.length && !children) return html`<footer class="acts is-empty"><p>${CASE.noActs}</p>${why}</footer>`;
  return html`<footer class="acts" data-testid="acts">
    ${[...events].sort((a, b) => rank(a) - rank(b)).map((event) => html`<button
      key=${event}
      type="button"
      data-testid="act-${event}"
      class="button ${FIRST.has(event) ? "is-primary" : DANGER.has(event) ? "is-warning" : ""}"
      onClick=${() => act({ dialog: EventDialog, machine, path, event, context })}
    >
      ${ACTS[machine][event] ?? event}
    </button>`)}
    ${children}${why}
  </footer>`;
}

function EventDialog({ machine, path, event, context, onClose }) {
  return html`<${FormDialog} title=${ACTS[machine][event] ?? event} means=${MEANS[event]} path=${path}
    danger=${DANGER.has(event)} needs=${NEEDS[event] ?? ["note"]} context=${context} extra=${{ event }} preview=${Preview}
    onClose=${onClose} />`;
}
