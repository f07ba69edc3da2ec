// Proposing a compensation: how much, why it was malice, which pictures prove it; another person approves.
import { html, useState } from "../../shared/markup.js";
import { DISPUTE } from "../cases/strings.js";
import { kindNames } from "../talk/cards.js";
import { ActDialog } from "./act_dialog.js";
import { FIELDS } from "./fields.js";
import { ACT, MEANS } from "./strings.js";

export function CompensateDialog({ dispute, onClose }) {
  const [amount, setAmount] = useState("");
  const [finding, setFinding] = useState("");
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState([]);
  const evidence = [...dispute.merchant_evidence, ...dispute.claim.evidence];
  const toggle = (id) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const enough = FIELDS.amount.enough(amount, true, {}) && finding.trim() && note.trim() && chosen.length > 0;
  const body = enough
    ? { ...FIELDS.amount.body(amount), finding: finding.trim(), evidence_ids: chosen, note: note.trim() }
    : null;
  const path = `/v1/agent/disputes/${encodeURIComponent(dispute.dispute_no)}/compensations`;
  return html`<${ActDialog} title=${DISPUTE.compensate} means=${MEANS.compensate} path=${path} body=${body} onClose=${onClose}>
    <${FIELDS.amount.Field} value=${amount} set=${setAmount} need context=${{}} />
    <label class="field">
      <span>${ACT.finding}<small>${ACT.required}</small></span>
      <textarea class="input" rows="2" maxlength="2000" value=${finding} data-testid="malice"
        onInput=${(event) => setFinding(event.target.value)}></textarea>
    </label>
    <fieldset class="picker">
      <legend>${ACT.evidence}<small>${ACT.required}</small></legend>
      ${evidence.map((item) => html`<label key=${item.evidence_id} class="option ${chosen.includes(item.evidence_id) ? "is-on" : ""}">
        <input type="checkbox" checked=${chosen.includes(item.evidence_id)} onChange=${() => toggle(item.evidence_id)} />
        <span><b>${kindNames(item.kinds)}</b><small><code>${item.sha256.slice(0, 12)}</code></small></span>
      </label>`)}
    </fieldset>
    <${FIELDS.note.Field} value=${note} set=${setNote} need />
  <//>`;
}
