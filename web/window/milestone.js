// What happened without anybody speaking: a case moves, a person joins, a picture is judged.
import { Icon } from "../shared/icons.js";
import { clock, until, yuan } from "../shared/format.js";
import { html } from "../shared/markup.js";
import { REFUND_STATES, REFUND_TONES } from "../shared/words.js";
import { CARDS } from "./cards/index.js";
import { Choices } from "./choices.js";
import { useDesk } from "./context.js";
import { BACK_BY, JOINED, MILESTONES, OPENS_AT } from "./milestone_words.js";
import { currentNote } from "./refund_steps.js";
import { REFUND } from "./strings.js";

const WHOLE = new Set(["queue", "callback", "evidence", "needs", "confirm", "order", "orders", "rating"]);

/** Whether an entry has anything to show; `conversation.opened` and kinds unknown to this page may not. */
export function hasFace(entry) {
  if (entry.kind === "conversation.opened") return false;
  if (entry.kind === "evidence.checked" && entry.card?.state === "accepted") return false; // its picture says so
  return Boolean(entry.text || entry.choices?.length || CARDS[entry.card?.type] || MILESTONES[entry.kind]);
}

export function Milestone(props) {
  const { entry, active, taken, evidence } = props;
  const card = evidence ?? entry.card;
  if (card?.type === "refund") return html`<${Moved} entry=${entry} card=${card} />`;
  const Card = WHOLE.has(card?.type) ? CARDS[card.type] : null;
  if (Card) {
    return html`<div class="card" data-testid="${card.type}-card">
      <${Card} ...${props} card=${card} title=${MILESTONES[entry.kind]} />
      ${!Card.ownChoices && html`<${Choices} choices=${entry.choices} active=${active} taken=${taken} />`}
    </div>`;
  }
  return html`<p class="note">${entry.text ?? words(entry)}</p>
    <${Choices} choices=${entry.choices} active=${active} taken=${taken} />`;
}

function words({ kind, facts = {} }) {
  const text = MILESTONES[kind] ?? "";
  if (kind === "handoff.accepted" && facts.agent) return JOINED(facts.agent);
  if (kind === "handoff.held" && facts.until_at) return text + BACK_BY(clock(facts.until_at));
  if (kind === "handoff.deferred" && facts.next_open_at && facts.open === false) {
    return text + OPENS_AT(until(facts.next_open_at));
  }
  return text;
}

/** A refund has moved: what it is now, and by when the next thing happens. */
function Moved({ entry, card }) {
  const { openRefund } = useDesk();
  const tone = REFUND_TONES[card.state];
  return html`<button
    type="button"
    class="card moved"
    data-testid="refund-card"
    data-refund=${card.refund_no}
    onClick=${() => openRefund(card.refund_no)}
  >
    <span class="moved-mark is-${tone}"><${Icon} name=${tone === "good" ? "check" : tone ? "warn" : "clock"} size=${18} /></span>
    <span class="moved-words">
      <b>${entry.text ?? MILESTONES[entry.kind] ?? REFUND_STATES[card.state]}</b>
      <span class="moved-what"><span>${card.product_name}</span><span>${yuan(card.amount_fen)}</span></span>
      ${currentNote(card) && html`<span>${currentNote(card)}</span>`}
    </span>
    <span class="moved-see"><span class="hidden-text">${REFUND.see}</span><${Icon} name="next" size=${18} /></span>
  </button>`;
}
