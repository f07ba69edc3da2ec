// What the system decided and by which rules, and what the buyer was told.
import { html } from "../../shared/markup.js";
import { Part } from "../marks.js";
import { kindNames } from "../talk/cards.js";
import { CAUSES, DECIDED, OVERRIDES, REJECTIONS } from "../words.js";
import { CASE } from "./strings.js";

export function Decision({ refund }) {
  const { decision_trace: trace, decision: told } = refund;
  return html`
    ${trace &&
    html`<${Part} title=${CASE.decision} testid="decision-trace">
      <p><b>${DECIDED[trace.outcome] ?? trace.outcome}</b>${trace.text && html` <span class="small">${trace.text}</span>`}</p>
      <${Chips} label=${CASE.causes} words=${causesOf(trace, refund.override_code)} />
      <${Chips} label=${CASE.missing} words=${(trace.missing_evidence ?? []).map(kindNames)} />
      <${Chips} label=${CASE.rules} words=${trace.rule_ids} code />
      <${Chips} label=${CASE.rows} words=${trace.rows} code />
      <p class="small">${CASE.version(trace.policy_version)}</p>
    <//>`}
    ${told && html`<${Told} told=${told} />`}`;
}

function causesOf({ code, blocked_by: blocked = [], manual_causes: causes = [] }, override) {
  const codes = [...new Set([code, ...blocked, ...causes, override].filter(Boolean))];
  return codes.map((each) => CAUSES[each] ?? OVERRIDES[each] ?? each);
}

function Told({ told }) {
  if (told.outcome === "approved" || !told.text) return null;
  return html`<${Part} title=${CASE.told} tone="bad" testid="told">
    <p><b>${REJECTIONS[told.code] ?? CAUSES[told.code] ?? ""}</b> ${told.text}</p>
    <${Chips} label=${CASE.rules} words=${told.rule_ids} code />
  <//>`;
}

export function Chips({ label, words, code }) {
  if (!words?.length) return null;
  return html`<div class="chips"><span>${label}</span>
    <ul>${words.map((word) => html`<li key=${word} class="chip ${code ? "is-code" : ""}">${word}</li>`)}</ul>
  </div>`;
}
