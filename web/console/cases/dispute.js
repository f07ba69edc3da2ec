// A dispute: what the buyer claims, what the merchant answers, the platform's own log, and the ruling.
import { stamp, until, yuan } from "../../shared/format.js";
import { Due, Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useTick } from "../../shared/ticking.js";
import { REASONS } from "../../shared/words.js";
import { CompensateDialog } from "../acts/compensation_acts.js";
import { useDesk } from "../context.js";
import { Part } from "../marks.js";
import { ACTORS, COMPENSATION_STATES, DISPUTE_STATES, NOTICE_STATES } from "../words.js";
import { Evidence } from "./evidence.js";
import { CaseFrame } from "./frame.js";
import { Papers } from "./related.js";
import { DISPUTE } from "./strings.js";

const DUES = {
  awaiting_merchant: "merchant_due_at", adjudication: "adjudication_due_at",
  awaiting_user_evidence: "evidence_due_at", awaiting_merchant_evidence: "evidence_due_at",
};

export function DisputeCase({ no, frame }) {
  const { me, act } = useDesk();
  const more = (found) =>
    compensable(found, me) &&
    html`<button type="button" class="button" data-testid="act-compensate"
      onClick=${() => act({ dialog: CompensateDialog, dispute: found })}>
      ${DISPUTE.compensate}
    </button>`;
  return html`<${CaseFrame} section="disputes" no=${no} frame=${frame} title=${DISPUTE.title} machine="dispute"
    names=${DISPUTE_STATES} context=${contextOf} more=${more}>
    ${(found) => html`<${Body} dispute=${found} />`}
  <//>`;
}

const contextOf = (dispute) => ({ most: dispute.refund_amount_fen - 1, whole: dispute.refund_amount_fen }); // a part is less than the whole

/** Once decided for the buyer, an adjudicator may propose one compensation. */
function compensable({ state, compensations }, { role }) {
  const proposes = role === "adjudicator" || role === "senior_adjudicator";
  const won = state === "resolved_user" || state === "resolved_partial";
  return proposes && won && compensations.every((each) => each.state === "refused");
}

function Body({ dispute }) {
  const now = useTick(false);
  const due = dispute[DUES[dispute.state]];
  const { merchant_answer: answer, claim, finding } = dispute;
  const events = { merchant_accepts: DISPUTE.accepts, merchant_contests: DISPUTE.contests, supplied_m: DISPUTE.supplied };
  return html`
    <section class="sum is-wide">
      <div class="sum-money"><strong>${yuan(dispute.refund_amount_fen ?? 0)}</strong><span>${dispute.product_name}</span></div>
      <div class="sum-words"><b>${dispute.customer_name}</b><span>${dispute.merchant_name}</span></div>
      ${due && html`<div class="sum-due"><${Due} due=${due} now=${now} /><span>${until(due)}</span></div>`}
    </section>
    <div class="case-half" data-testid="buyers-side">
      <${Part} title=${DISPUTE.claim} testid="claim">
        <p><b>${REASONS[claim.reason] ?? claim.reason}</b></p>
        ${[dispute.reason, claim.description].filter(Boolean).map((words) => html`<p class="quote">${words}</p>`)}
      <//>
      <${Evidence} items=${claim.evidence} title=${DISPUTE.buyersEvidence(claim.evidence.length)} />
    </div>
    <div class="case-half" data-testid="merchants-side">
      <${Part} title=${DISPUTE.answer} testid="merchant-answer">
        ${answer
          ? html`<p><b>${events[answer.event] ?? answer.event}</b> <span class="small">${stamp(answer.at)}</span></p>
              ${answer.reason && html`<p class="quote">${answer.reason}</p>`}`
          : html`<p class="small">${DISPUTE.noAnswer}</p>`}
        <${Facts} rows=${[
          [DISPUTE.notice, joined(NOTICE_STATES[dispute.notice_state] ?? dispute.notice_state, at(dispute.notice_at))],
          [DISPUTE.deposit, dispute.merchant.deposit_fen !== null && yuan(dispute.merchant.deposit_fen)],
          [DISPUTE.openedBy, `${ACTORS[dispute.opened_by] ?? dispute.opened_by} · ${stamp(dispute.opened_at)}`],
        ]} />
      <//>
      <${Evidence} items=${dispute.merchant_evidence} title=${DISPUTE.merchantsEvidence(dispute.merchant_evidence.length)} />
    </div>
    ${dispute.logs.length > 0 && html`<${Logs} logs=${dispute.logs} />`}
    ${finding &&
    html`<${Part} title=${DISPUTE.finding} tone="good" testid="finding">
      <p>${finding.note === "default_judgement" ? DISPUTE.byDefault : finding.note}</p>
      <p class="small">${joined(ACTORS[finding.by] ?? finding.by, at(finding.at), dispute.amount_fen && yuan(dispute.amount_fen))}</p>
    <//>`}
    ${dispute.compensations.length > 0 &&
    html`<${Part} title=${DISPUTE.compensations}>
      <${Papers} papers=${dispute.compensations.map((each) => ({
        section: "compensations", id: each.compensation_no, state: each.state, names: COMPENSATION_STATES,
        end: yuan(each.amount_fen),
      }))} />
    <//>`}`;
}

const joined = (...words) => words.filter(Boolean).join(" · ");
const at = (moment) => moment && stamp(moment);

/** The platform's own record of the order, hashed when it was pulled. */
function Logs({ logs }) {
  return html`<${Part} title=${DISPUTE.logs} testid="logs">
    ${logs.map((log) => html`<details key=${log.sha256} class="log">
      <summary>${stamp(log.excerpt.at)} · <code>${log.sha256.slice(0, 16)}</code></summary>
      <pre tabindex="0">${JSON.stringify(log.excerpt, null, 2)}</pre>
    </details>`)}
  <//>`;
}
