// The conversation, oldest first: days, entries, what is on its way, and who is writing.
import { useNow } from "../shared/clock.js";
import { activeChoices, continues, taken, verdicts } from "../shared/entries.js";
import { ago, dayKey, dayName } from "../shared/format.js";
import { html, useMemo } from "../shared/markup.js";
import { useReading } from "../shared/reading.js";
import { ratingsOf } from "./cards/rating.js";
import { useDesk } from "./context.js";
import { EntryRow } from "./entry_row.js";
import { hasFace } from "./milestone.js";
import { NewBelow, useFollow } from "./scrolling.js";
import { AUTHORS, THREAD } from "./strings.js";
import { UnsentRow } from "./unsent_row.js";

/** Entries with what the page adds to each: its day if that is new, and whether it goes on from the one before. */
function rowsOf(entries) {
  const rows = [];
  let before = null;
  for (const entry of entries.filter(hasFace)) {
    const day = !before || dayKey(before.at) !== dayKey(entry.at) ? entry.at : null;
    rows.push({ entry, day, first: Boolean(day) || !continues(before, entry) });
    before = entry;
  }
  return rows;
}

export function Thread({ state }) {
  const { entries, unsent, owner, loaded, conversationId } = state;
  const { session } = useDesk();
  const door = conversationId && `/v1/customer/conversations/${encodeURIComponent(conversationId)}/marks`;
  useReading(session.api, loaded ? door : null, entries.at(-1)?.seq);
  const now = useNow();
  const rows = useMemo(() => rowsOf(entries), [entries]);
  const chosen = useMemo(() => taken(entries), [entries]);
  const verdict = useMemo(() => verdicts(entries), [entries]);
  const ratings = useMemo(() => ratingsOf(entries), [entries]);
  const picking = unsent.some((item) => item.choice && item.state !== "failed");
  const active = useMemo(() => activeChoices(entries, owner), [entries, owner]);
  const { box, content, below, far, toEnd } = useFollow(rows, unsent.length);
  const owed = owner === "bot" && loaded && (state.owed || unsent.some((item) => item.state === "sent"));

  return html`<main class="thread-place">
    <h2 class="hidden-text">${THREAD.label}</h2>
    <div
      ref=${box}
      class="thread"
      role="log"
      aria-label=${THREAD.label}
      aria-live=${loaded ? "polite" : "off"}
      aria-busy=${!loaded}
      tabindex="0"
      data-testid="thread"
    >
      <div ref=${content} class="thread-content">
        ${!loaded && rows.length === 0 && html`<${Skeleton} />`}
        ${rows.map(({ entry, day, first }) => {
          const evidence = entry.card?.type === "evidence" ? verdict.get(entry.card.evidence_id) : null;
          return html`<div class="row" key=${entry.seq}>
            ${day && html`<div class="day"><span>${dayName(day, now)}</span></div>`}
            <${EntryRow} entry=${entry} first=${first} time=${first ? ago(entry.at, now) : ""}
              active=${entry.seq === active && !picking} taken=${chosen.get(entry.seq)} evidence=${evidence}
              rating=${entry.card?.type === "rating" ? ratings.get(entry.seq) : null}
              queue=${entry.card?.type === "queue" ? owner === "queue" && state.queue : null}
              waiting=${entry.card?.type === "queue" && owner === "queue"} />
          </div>`;
        })}
        ${unsent.map((item) => html`<${UnsentRow} key=${item.id} item=${item} />`)}
        ${owed && html`<${Writing} mark=${AUTHORS.botMark} text=${THREAD.botTyping} />`}
        ${owner === "agent" && state.typing &&
        html`<${Writing} person mark=${AUTHORS.agentMark} text=${THREAD.agentTyping} />`}
      </div>
    </div>
    ${(below > 0 || far) && html`<${NewBelow} count=${below} toEnd=${toEnd} />`}
  </main>`;
}

function Writing({ mark, text, person }) {
  return html`<div class="line theirs writing" data-testid="typing">
    <span class="avatar ${person ? "is-person" : ""}" aria-hidden="true">${mark}</span>
    <div class="bubble"><span class="hidden-text">${text}</span><i></i><i></i><i></i></div>
  </div>`;
}

function Skeleton() {
  return html`<div class="skeleton" role="status">
    <span class="hidden-text">${THREAD.loading}</span>
    <i></i><i></i><i></i>
  </div>`;
}

