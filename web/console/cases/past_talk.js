// A buyer's earlier talks with people: when, with whom, how each ended and was rated; one of them to read, not to answer.
import { verdicts } from "../../shared/entries.js";
import { stamp } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useDesk } from "../context.js";
import { Head } from "../head.js";
import { Part } from "../marks.js";
import { href } from "../route.js";
import { EntryRow, hasFace } from "../talk/entry_row.js";
import { TALK } from "../talk/strings.js";
import { HANDOFF_REASONS, OUTCOMES } from "../words.js";
import { PAST } from "./strings.js";

const ended = ({ handoff_state: state, end_reason: why }) => OUTCOMES[why] ?? PAST.ends[why] ?? PAST.ends[state] ?? PAST.over;
const rated = ({ asked, score }) => (score ? PAST.score(score) : asked ? PAST.unrated : null);
const reason = ({ reason_code: code }) => HANDOFF_REASONS[code] ?? PAST.other;

export function PastTalks({ talks, route }) {
  return html`<${Part} title=${PAST.title} wide testid="past-talks">
    ${talks.length === 0 && html`<p class="small">${PAST.none}</p>`}
    <ul class="papers">
      ${talks.map((talk) => html`<li key=${talk.handoff_id}>
        <a href=${href({ ...route, talk: talk.handoff_id, pane: "side" })} data-testid="past-talk" data-no=${talk.handoff_id}>
          <span class="row-line"><b>${talk.agent_name ?? PAST.nobody}</b><span class="row-foot">${stamp(talk.requested_at)}</span></span>
          <span class="row-line">
            <span class="row-foot">${reason(talk)} · ${ended(talk)}</span><span class="row-foot">${rated(talk)}</span>
          </span>
        </a>
      </li>`)}
    </ul>
  <//>`;
}

export function PastTalk({ no, frame }) {
  const { reader } = useDesk();
  const { data: talk, problem } = useRead(reader, `/v1/agent/handoffs/${encodeURIComponent(no)}`);
  const verdict = verdicts(talk?.entries ?? []);
  return html`<div class="case-frame" data-testid="past-talk-open">
    <${Head} frame=${frame} title=${PAST.one} sub=${talk && `${stamp(talk.requested_at)} · ${PAST.readOnly}`} />
    <div class="case-body"><div class="case">
      ${problem && html`<p class="blank" role="alert">${problem.detail || TALK.failed}</p>`}
      ${talk && html`<${Part} title=${PAST.summary} wide>
          <${Facts} rows=${[
            [PAST.by, talk.agent_name ?? PAST.nobody],
            [PAST.why, reason(talk)],
            [PAST.accepted, talk.accepted_at && stamp(talk.accepted_at)],
            [PAST.endedAt, talk.ended_at && stamp(talk.ended_at)],
            [PAST.outcome, ended(talk)],
            [PAST.rating, rated(talk)],
          ]} />
        <//>
        <div class="is-wide" role="log" aria-live="off" aria-label=${PAST.one} tabindex="0">
          ${talk.entries.filter(hasFace).map((entry) => html`<${EntryRow} key=${entry.seq} entry=${entry} first talkId=${null} mark=${null}
            evidence=${entry.card?.type === "evidence" ? verdict.get(entry.card.evidence_id) : null} />`)}
        </div>`}
    </div></div>
  </div>`;
}
