// One dispute: by when to answer, what was bought, what the buyer says and shows, and the answer. Opening it is notice.
import { deadline, stamp, yuan } from "../shared/format.js";
import { Icon } from "../shared/icons.js";
import { Due, Facts } from "../shared/marks.js";
import { html, useState } from "../shared/markup.js";
import { Picture } from "../shared/pictures.js";
import { useRead } from "../shared/reader.js";
import { useTick } from "../shared/ticking.js";
import { EVIDENCE_KINDS, REASONS } from "../shared/words.js";
import { AcceptDialog, AnswerDialog } from "./answer.js";
import { useDesk } from "./context.js";
import { Badge, dueOf } from "./disputes.js";
import { ACT, CASE, PAGE, VIEWER } from "./strings.js";

export function DisputeCase({ no, onBack }) {
  const { reader } = useDesk();
  const path = `/v1/merchant/disputes/${encodeURIComponent(no)}`;
  const { data: dispute, problem, again } = useRead(reader, path);
  const [act, setAct] = useState(null);
  const now = useTick(false);
  const back = html`<button type="button" class="icon-button back" aria-label=${PAGE.back} onClick=${onBack}><${Icon}
    name="back" /></button>`;
  if (!dispute) {
    return html`<div class="case">${back}${problem
      ? html`<p class="blank" role="alert">${problem.detail || PAGE.failed}<button type="button" class="button"
        onClick=${again}>${PAGE.again}</button></p>`
      : html`<p class="blank" role="status">${PAGE.loading}</p>`}</div>`;
  }
  const due = dueOf(dispute);
  return html`<div class="case" data-testid="case">
      <header class="case-head">
        ${back}
        <div><h2>${dispute.product_name} <${Badge} state=${dispute.state}
          /></h2><p>${CASE.no} <code>${dispute.dispute_no}</code></p></div>
        <strong>${dispute.refund_amount_fen === null ? "" : yuan(dispute.refund_amount_fen)}</strong>
      </header>
      ${due &&
      html`<section class="part is-due">
        <p>${dispute.state === "awaiting_merchant" ? CASE.dueBy(deadline(due)) : CASE.evidenceBy(deadline(due))}</p>
        <${Due} due=${due} now=${now} />
      </section>`}
      ${dispute.state === "adjudication" && html`<section class="part"><p>${CASE.waiting}</p></section>`}
      <${Ruling} dispute=${dispute} />
      <section class="part">
        <h3>${CASE.order}</h3>
        <${Facts} rows=${[
          [CASE.orderNo, html`<code>${dispute.order_no}</code>`],
          [CASE.paid, `${yuan(dispute.paid_fen)} · ${stamp(dispute.paid_at)}`],
          [CASE.shipped, dispute.shipped_at ? stamp(dispute.shipped_at) : CASE.notShipped],
          [CASE.asked, dispute.refund_amount_fen !== null && yuan(dispute.refund_amount_fen)],
          [CASE.opened, stamp(dispute.opened_at)],
        ]} />
      </section>
      <section class="part" data-testid="claim">
        <h3>${CASE.claim}</h3>
        <p><b>${REASONS[dispute.claim.reason] ?? dispute.claim.reason}</b></p>
        ${[dispute.reason, dispute.claim.description].filter(Boolean).map((words) => html`<p class="quote">${words}</p>`)}
        <h3>${CASE.evidence(dispute.claim.evidence.length)}</h3>
        <${Pictures} items=${dispute.claim.evidence} none=${CASE.noEvidence} />
      </section>
      ${(dispute.answer || dispute.evidence.length > 0) && html`<${Answer} dispute=${dispute} />`}
    </div>
    <${Acts} state=${dispute.state} onAct=${setAct} />
    ${act === "accept" && html`<${AcceptDialog} dispute=${dispute} path=${path} onClose=${() => setAct(null)} />`}
    ${act && act !== "accept" && html`<${AnswerDialog} dispute=${dispute} path=${path} event=${act} onClose=${() => setAct(null)} />`}`;
}

function Acts({ state, onAct }) {
  if (state === "awaiting_merchant") {
    return html`<footer class="acts" data-testid="acts">
      <button type="button" class="button" data-testid="contest"
        onClick=${() => onAct("merchant_contests")}>${ACT.contest}</button>
      <button type="button" class="button is-primary" data-testid="accept"
        onClick=${() => onAct("accept")}>${ACT.accept}</button>
    </footer>`;
  }
  if (state !== "awaiting_merchant_evidence") return null;
  return html`<footer class="acts" data-testid="acts">
    <button type="button" class="button is-primary" data-testid="supply"
      onClick=${() => onAct("supplied_m")}>${ACT.supply}</button>
  </footer>`;
}

function Answer({ dispute }) {
  const { answer, evidence } = dispute;
  return html`<section class="part" data-testid="answer">
    <h3>${CASE.answer}</h3>
    ${answer && html`<p><b>${CASE.answers[answer.event] ?? answer.event}</b> <span class="quiet">${stamp(answer.at)}</span></p>`}
    ${answer?.reason && html`<p class="quote">${answer.reason}</p>`}
    ${evidence.length > 0 && html`<h3>${CASE.yours(evidence.length)}</h3><${Pictures} items=${evidence} />`}
  </section>`;
}

function Ruling({ dispute }) {
  const { finding } = dispute;
  if (!finding) return null;
  return html`<section class="part" data-testid="ruling">
    <h3>${CASE.ruling} <${Badge} state=${dispute.state} /></h3>
    <p>${finding.note === "default_judgement" ? CASE.byDefault : finding.note}</p>
    <p class="quiet">${stamp(finding.at)}${dispute.amount_fen ? ` · ${yuan(dispute.amount_fen)}` : ""}</p>
  </section>`;
}

function Pictures({ items, none }) {
  const { pictures, view } = useDesk();
  if (!items.length) return html`<p class="quiet">${none}</p>`;
  const named = items.map((item) => ({ ...item, name: item.kinds.map((kind) => EVIDENCE_KINDS[kind] ?? kind).join("、") }));
  const shown = named.map(({ picture, name, uploaded_at }) => ({ path: picture, caption: `${name} · ${stamp(uploaded_at)}` }));
  return html`<ul class="pictures">
    ${named.map((item, at) => html`<li key=${item.evidence_id}>
      <button type="button" class="thumbnail" aria-label=${CASE.openOf(item.name)} data-testid="thumbnail"
        onClick=${() => view(shown, at)}>
        <${Picture} pictures=${pictures} path=${`${item.picture}?size=small`} alt="" gone=${VIEWER.gone} />
      </button>
      <span class="quiet">${item.name}</span>
    </li>`)}
  </ul>`;
}
