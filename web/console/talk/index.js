// A conversation: its head, the thread, and the line to write on.
import { useNow } from "../../shared/clock.js";
import { continues, verdicts } from "../../shared/entries.js";
import { dayKey, dayName } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html, useEffect, useMemo } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useReading } from "../../shared/reading.js";
import { useStore } from "../../shared/store.js";
import { useDesk } from "../context.js";
import { Composer } from "./composer.js";
import { useEnd } from "./end.js";
import { EntryRow, hasFace } from "./entry_row.js";
import { MARKS, TALK } from "./strings.js";
import { TalkHead } from "./talk_head.js";
import { useThread } from "./thread.js";
import { UnsentRow } from "./unsent_row.js";

export function Talk({ id, frame }) {
  const { api, me, reader, outgoing, seen } = useDesk();
  const thread = useThread(id);
  const now = useNow();
  const path = `/v1/agent/conversations/${encodeURIComponent(id)}`;
  const { data: talk } = useRead(reader, path);
  const unsent = useStore(outgoing.store).items.filter((item) => item.conversationId === id);
  const rows = useMemo(() => rowsOf(thread.entries), [thread.entries]);
  const verdict = useMemo(() => verdicts(thread.entries), [thread.entries]);
  const { box, content, below, toEnd } = useEnd(rows.length, unsent.length);
  const last = thread.entries.at(-1)?.seq;
  useSeen(seen, id, last);
  useReading(api, talk?.owner === "agent" && talk.owner_id === me.username ? `${path}/marks` : null, last);
  const ours = thread.entries.findLast(({ kind, visibility }) => kind === "agent.said" && visibility !== "internal")?.seq;

  return html`<div class="talk">
    <${TalkHead} id=${id} talk=${talk} frame=${frame} />
    <div class="thread-place">
      <div ref=${box} class="thread" role="log" aria-label=${TALK.label} aria-live=${thread.loaded ? "polite" : "off"}
        aria-busy=${!thread.loaded} tabindex="0" data-testid="thread">
        <div ref=${content}>
          ${thread.problem && html`<p class="blank" role="alert">${thread.problem.detail || TALK.failed}</p>`}
          ${!thread.loaded && !thread.problem && html`<p class="blank" role="status">${TALK.loading}</p>`}
          ${rows.map(({ entry, day, first }) => html`<div key=${entry.seq}>
            ${day && html`<div class="day"><span>${dayName(day, now)}</span></div>`}
            <${EntryRow} entry=${entry} first=${first} talkId=${frame.side ? null : id}
              mark=${entry.seq === ours ? markOf(ours, thread.marks?.customer) : null}
              evidence=${entry.card?.type === "evidence" ? verdict.get(entry.card.evidence_id) : null} />
          </div>`)}
          ${unsent.map((item) => html`<${UnsentRow} key=${item.id} item=${item} />`)}
        </div>
      </div>
      ${below > 0 &&
      html`<button type="button" class="new-below" data-testid="new-messages" onClick=${toEnd}>
        <${Icon} name="down" size=${18} />${TALK.below(below)}
      </button>`}
      <p class="typing" role="status" data-testid="typing">${thread.typing && TALK.typing}</p>
    </div>
    <${Composer} key=${id} id=${id} talk=${talk} compact=${Boolean(frame.side)} />
  </div>`;
}

/** How far our last words have come to the buyer. */
function markOf(seq, { delivered = 0, read = 0 } = {}) {
  if (read >= seq) return MARKS.read;
  return delivered >= seq ? MARKS.delivered : MARKS.sent;
}

/** What is on the screen of somebody who looks is read. */
function useSeen(seen, id, last) {
  useEffect(() => {
    const looked = () => document.visibilityState === "visible" && seen.mark(id, last);
    looked();
    document.addEventListener("visibilitychange", looked);
    return () => document.removeEventListener("visibilitychange", looked);
  }, [seen, id, last]);
}

/** Entries with what the page adds to each: its day if that is new, and whether it goes on from the one before. */
function rowsOf(entries) {
  const rows = [];
  let before = null;
  for (const entry of entries.filter(hasFace)) {
    const day = !before || dayKey(before.at) !== dayKey(entry.at) ? entry.at : null;
    const goesOn = !day && before && continues(before, entry) && before.visibility === entry.visibility;
    rows.push({ entry, day, first: !goesOn });
    before = entry;
  }
  return rows;
}
