// What the buyer will read once this is confirmed: the same words, before they are sent.
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { EVIDENCE_KINDS } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { PREVIEW } from "./strings.js";

/** `values` are the form's, by field; an event that tells the buyer nothing of its own has no preview. */
export function Preview({ event, values, context }) {
  const Face = FACES[event];
  if (!Face) return null;
  return html`<section class="preview" aria-label=${PREVIEW.title} data-testid="preview">
    <h3>${PREVIEW.title}</h3>
    <${Face} values=${values} context=${context} upheld=${event === "uphold"} />
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

const FACES = { reject: Rejected, uphold: Rejected, request_evidence: Asked, decide_merchant: Refused };
