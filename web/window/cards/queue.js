// The place in the queue for a person; it moves on while the buyer waits.
import { wait } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { Choices } from "../choices.js";
import { QUEUE } from "../strings.js";

/** `queue` is the live place, where the stream tells one; `waiting` whether the buyer still is in it. */
export function QueueCard({ entry, card, active, taken, queue, waiting }) {
  const place = queue || card;
  const ahead = Math.max(0, (place.position ?? 1) - 1);
  return html`<div class="queue ${waiting ? "" : "is-over"}" data-position=${place.position}>
    <h3>${waiting ? QUEUE.title : QUEUE.over}</h3>
    ${waiting &&
    html`<p aria-live="polite">
      ${ahead > 0
        ? html`${QUEUE.ahead} <b>${ahead}</b> ${QUEUE.people}`
        : QUEUE.next}${place.expected_wait_s != null && QUEUE.expected(wait(place.expected_wait_s))}
    </p>`}
    ${waiting && html`<${Choices} choices=${entry.choices} active=${active} taken=${taken} wide />`}
  </div>`;
}
QueueCard.ownChoices = true;
