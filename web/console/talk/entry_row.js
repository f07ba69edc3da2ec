// One entry of the thread: the buyer on the left, our side on the right, notes among ourselves, and what happened.
import { clock, exact } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html, useMemo } from "../../shared/markup.js";
import { REFUND_STATES } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { Card, EvidenceCard, RefundCard } from "./cards.js";
import { MILESTONES, TALK } from "./strings.js";

/** Whether there is anything to show: a verdict is shown with its picture. */
export function hasFace(entry) {
  if (entry.kind === "conversation.opened" || entry.kind === "evidence.checked") return false;
  return Boolean(entry.text || entry.card || entry.choices?.length || wordsOf(entry));
}

/** Drawn again only when one of its properties changed: a thread can be long. */
export function EntryRow(props) {
  const { me } = useDesk();
  return useMemo(() => draw(props, me), [...Object.values(props), me.name]);
}

function draw({ entry, first, evidence, talkId, mark }, me) {
  const type = entry.author.type;
  if (type === "system") return html`<${Milestone} entry=${entry} talkId=${talkId} />`;
  const side = type === "customer" ? "theirs" : "ours";
  const internal = entry.visibility === "internal";
  return html`<article class="line is-${side} is-${type} ${internal ? "is-internal" : ""} ${first ? "" : "goes-on"}"
    data-testid="entry" data-kind=${entry.kind} data-seq=${entry.seq} data-visibility=${entry.visibility ?? "public"}>
    ${first &&
    html`<div class="name">
      ${internal && html`<span class="internal-mark"><${Icon} name="note" size=${14} />${TALK.internal} · ${TALK.internalNote}</span>`}
      <span>${type === "agent" && entry.author.name === me.name ? TALK.me : entry.author.name}</span>
      <time datetime=${entry.at} title=${exact(entry.at)}>${clock(entry.at)}</time>
    </div>`}
    ${entry.text && html`<div class="bubble">${entry.text}</div>`}
    ${entry.card && html`<${Card} card=${evidence ?? entry.card} talkId=${talkId} />`}
    ${entry.choices?.length > 0 &&
    html`<ul class="choices" aria-label=${TALK.choices}>
      ${entry.choices.map((choice) => html`<li key=${choice.value}>${choice.label}</li>`)}
    </ul>`}
    ${mark && html`<p class="under is-mark" data-testid="mark">${mark}</p>`}
  </article>`;
}

/** What happened without anybody speaking. */
function Milestone({ entry, talkId }) {
  const card = entry.card;
  return html`<div class="milestone" data-testid="entry" data-kind=${entry.kind} data-seq=${entry.seq}>
    <span>${wordsOf(entry)} <time datetime=${entry.at} title=${exact(entry.at)}>${clock(entry.at)}</time></span>
    ${card?.type === "refund" && html`<${RefundCard} card=${card} talkId=${talkId} />`}
    ${card?.type === "evidence" && html`<${EvidenceCard} card=${card} />`}
  </div>`;
}

function wordsOf({ kind, text, card, facts }) {
  if (text) return text;
  if (kind === "handoff.accepted" && facts?.agent) return `${facts.agent} · ${MILESTONES[kind]}`;
  if (kind === "handoff.rated" && facts?.score) return `${MILESTONES[kind]}：${facts.score} 分`;
  return MILESTONES[kind] ?? (kind?.startsWith("refund.") ? REFUND_STATES[card?.state ?? kind.slice(7)] : "") ?? "";
}
