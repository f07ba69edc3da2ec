// The verdict on a picture, with what to do about it.
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { Thumbnail, kindNames, verdictText } from "../my_picture.js";
import { EVIDENCE } from "../strings.js";

const MARKS = { accepted: "check", retake: "warn", refused: "warn" };

export function EvidenceCard({ card }) {
  const { pickFiles } = useDesk();
  const again = card.state === "retake" || card.state === "refused";
  return html`<div class="verdict is-${card.state}" data-evidence=${card.evidence_id} data-state=${card.state}>
    <${Thumbnail} path=${card.picture} caption=${kindNames(card.kinds)} />
    <div class="verdict-words">
      <b><${Icon} name=${MARKS[card.state] ?? "clock"} size=${16} />${verdictText(card)}</b>
      ${card.findings?.map((finding) => html`<p key=${finding.code + (finding.field ?? "")}>${finding.advice}</p>`)}
      ${again &&
      html`<button type="button" class="button" onClick=${() => pickFiles(card.kinds?.[0] ?? null)}>${EVIDENCE.again}</button>`}
    </div>
  </div>`;
}
