// What the buyer will read once this is confirmed: the same words, before they are sent.
import { yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { EVIDENCE_KINDS } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { fenOf } from "./fields.js";
import { PREVIEW } from "./strings.js";

/** `values` are the form's, by field; an event that tells the buyer nothing of its own has no preview. */
export function Preview({ event, values, context }) {
  const Face = FACES[event];
  if (!Face) return null;
  return html`<section class="preview" aria-label=${PREVIEW.title} data-testid="preview">
    <h3>${PREVIEW.title}</h3>
    <${Face} values=${values} context=${context} event=${event} upheld=${event === "uphold"} />
  </section>`;
}

function Rejected({ values, context, upheld }) {
  const { reader } = useDesk();
  const { data } = useRead(reader, "/v1/agent/rejections");
  const told = data?.items.find((item) => item.code === values.rejection);
  if (!told) return html`<p class="small">${PREVIEW.pick}</p>`;
  const can = [told.curable && PREVIEW.resubmit, !upheld && !context.appealed && PREVIEW.appeal, PREVIEW.dispute];
  return html`<p><b>${PREVIEW.rejected}</b></p>
    <p>${told.text}</p>
    <p class="small">${PREVIEW.rules(told.rule_ids.join(" "))}</p>
    <p class="small">${PREVIEW.can(can.filter(Boolean).join("、"))}</p>`;
}

function Asked({ values }) {
  const wanted = Object.entries(values.items);
  if (!wanted.length) return html`<p class="small">${PREVIEW.pickItems}</p>`;
  return html`<p><b>${PREVIEW.asked}</b></p>
    <ul class="plain">
      ${wanted.map(([kind, note]) => html`<li key=${kind}>${EVIDENCE_KINDS[kind] ?? kind}${note.trim() &&
      html`<span> · ${note.trim()}</span>`}</li>`)}
    </ul>
    <p class="small">${PREVIEW.within}</p>`;
}

function Refused({ values }) {
  const note = values.told.trim();
  return html`<p><b>${PREVIEW.refused}</b></p>${note ? html`<p>${note}</p>` : html`<p class="small">${PREVIEW.write}</p>`}`;
}

/** The money's way back, in the words of the buyer's thread. */
function Paid({ values, context, event }) {
  const whole = event === "decide_partial" ? null : context.amount || context.whole;
  const fen = fenOf(values.amount ?? "") || whole;
  if (!fen) return html`<p class="small">${PREVIEW.fill}</p>`;
  return html`<p><b>${PREVIEW.paid[event]}</b></p><p>${PREVIEW.back(yuan(fen))}</p>`;
}

const FACES = {
  approve: Paid, overturn: Paid, decide_user: Paid, decide_partial: Paid, decide_merchant: Refused,
  reject: Rejected, uphold: Rejected, request_evidence: Asked,
};
