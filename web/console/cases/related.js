// The other papers of the same matter, each a link to itself.
import { yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { EXPEDITE_STATES } from "../../shared/words.js";
import { Badge, Part } from "../marks.js";
import { href } from "../route.js";
import { SECTIONS } from "../sections.js";
import { COMPENSATION_STATES, DISPUTE_STATES } from "../words.js";
import { CASE } from "./strings.js";

export function Related({ refund }) {
  const { dispute, expedite, compensation } = refund;
  const papers = [
    dispute && { section: "disputes", id: dispute.dispute_no, state: dispute.state, names: DISPUTE_STATES },
    expedite && { section: "expedites", id: expedite.expedite_no, state: expedite.state, names: EXPEDITE_STATES },
    compensation && {
      section: "compensations", id: compensation.compensation_no, state: compensation.state, names: COMPENSATION_STATES,
      end: yuan(compensation.amount_fen),
    },
  ].filter(Boolean);
  if (!papers.length) return null;
  return html`<${Part} title=${CASE.papers}><${Papers} papers=${papers} /><//>`;
}

export function Papers({ papers }) {
  return html`<ul class="papers">
    ${papers.map((paper) => html`<li key=${paper.id}>
      <a href=${href({ section: paper.section, id: paper.id })}>
        <span class="row-line"><b>${SECTIONS[paper.section].title ?? SECTIONS[paper.section].name}</b>
          ${paper.end}<${Badge} state=${paper.state} names=${paper.names} /></span>
        <span class="row-foot">${paper.id}</span>
      </a>
    </li>`)}
  </ul>`;
}
