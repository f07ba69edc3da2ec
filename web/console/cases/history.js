// Everything that happened to a case, newest last: who, what, by which rules, with which note.
import { exact, stamp } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { Part } from "../marks.js";
import { ACTORS, ROLES } from "../words.js";
import { CASE } from "./strings.js";

export function History({ rows }) {
  if (!rows?.length) return null;
  const last = rows.length - 1;
  return html`<${Part} title=${CASE.timeline} testid="history">
    <ol class="timeline">
      ${rows.map((row, at) => html`<li
        key=${at}
        class="timeline-step ${at === last ? "is-current" : "is-done"}"
        aria-current=${at === last ? "step" : null}
      >
        <span class="timeline-dot" aria-hidden="true"></span>
        <span class="timeline-title">${row.text}</span>
        <span class="timeline-note">
          <time datetime=${row.at} title=${exact(row.at)}>${stamp(row.at)}</time> · ${who(row)}
          ${row.rule_ids.length > 0 && html` · <span class="ids">${row.rule_ids.join(" ")}</span>`}
        </span>
        ${row.note && html`<span class="timeline-note is-said">${row.note}</span>`}
      </li>`)}
    </ol>
  <//>`;
}

function who({ actor_role: role, actor_name: called }) {
  const name = ACTORS[role] ?? role;
  return ROLES[role] ? `${name} ${called}` : name;
}
