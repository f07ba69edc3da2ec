// The cards of a thread, as small as staff need them: a refund opens as a case, a picture opens large.
import { stamp, yuan } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { Picture } from "../../shared/pictures.js";
import { CALLBACK_STATES, DELIVERY, EVIDENCE_KINDS, EVIDENCE_STATES, REASONS, REFUND_STATES } from "../../shared/words.js";
import { CASE } from "../cases/strings.js";
import { useDesk } from "../context.js";
import { Badge } from "../marks.js";
import { href } from "../route.js";
import { VIEWER } from "../strings.js";
import { TALK } from "./strings.js";

export function Card({ card, talkId }) {
  const Face = FACES[card.type] ?? Other;
  return html`<${Face} card=${card} talkId=${talkId} />`;
}

/** In a conversation the case opens beside it; elsewhere it is gone to. */
export function RefundCard({ card, talkId }) {
  const place = talkId
    ? { section: "conversations", id: talkId, refund: card.refund_no, pane: "side" }
    : { section: "refunds", id: card.refund_no };
  return html`<a class="card" href=${href(place)} data-testid="refund-card" data-refund=${card.refund_no}>
    <span class="row-line"><b>${card.product_name}</b><b>${card.amount_fen ? yuan(card.amount_fen) : ""}</b></span>
    <span class="row-line"><span class="row-foot">${REASONS[card.reason] ?? card.refund_no}</span>
      <${Badge} state=${card.state} names=${REFUND_STATES} /></span>
  </a>`;
}

export function EvidenceCard({ card }) {
  const { pictures, view } = useDesk();
  const path = card.picture.replace("/v1/customer/", "/v1/agent/");
  const caption = kindNames(card.kinds) || TALK.picture;
  return html`<button type="button" class="thumbnail" aria-label=${CASE.openOf(caption)} data-testid="evidence-card"
      onClick=${() => view([{ path, caption }])}>
      <${Picture} pictures=${pictures} path=${`${path}?size=small`} alt="" gone=${VIEWER.gone} />
    </button>
    <p class="under is-${card.state}">${[EVIDENCE_STATES[card.state], kindNames(card.kinds)].filter(Boolean).join(" · ")}</p>
    ${card.findings?.map((finding) => html`<p key=${finding.code} class="under">${finding.advice}</p>`)}`;
}

export const kindNames = (kinds = []) => kinds.map((kind) => EVIDENCE_KINDS[kind] ?? kind).join("、");

function OrderCard({ card }) {
  return html`<div class="card">
    <span class="row-line"><b>${card.product_name}</b><b>${card.amount_fen ? yuan(card.amount_fen) : ""}</b></span>
    <span class="row-foot">${card.order_no} · ${DELIVERY[card.delivery] ?? ""}</span>
  </div>`;
}

function CallbackCard({ card }) {
  return html`<a class="card" href=${href({ section: "callbacks", id: card.callback_no })}>
    <span class="row-line"><b><${Icon} name="phone" size=${16} /> ${TALK.card.callback}</b>
      <${Badge} state=${card.state} names=${CALLBACK_STATES} /></span>
    <span class="row-foot">${card.slot_start_at && stamp(card.slot_start_at)}</span>
  </a>`;
}

function QueueCard({ card }) {
  return html`<p class="under">${TALK.position(card.position)}</p>`;
}

function Other({ card }) {
  return TALK.card[card.type] ? html`<p class="under">${TALK.card[card.type]}</p>` : null;
}

const FACES = { refund: RefundCard, evidence: EvidenceCard, order: OrderCard, callback: CallbackCard, queue: QueueCard };
