// A case's column: its head, what is known, and the bar of acts; says so while it is read or cannot be.
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { CaseActs } from "../acts/case_acts.js";
import { useDesk } from "../context.js";
import { Head } from "../head.js";
import { Blank } from "../lists/list.js";
import { Badge, Copied } from "../marks.js";

/**
 * `machine` names the acts, `names` the states; `children(found)` answers the body, `context(found)` what the forms
 * begin with, `more(found)` acts of another kind.
 */
export function CaseFrame({ section, no, frame, title, machine, names, context, more, children }) {
  const { reader } = useDesk();
  const path = `/v1/agent/${section}/${encodeURIComponent(no)}`;
  const read = useRead(reader, path);
  const found = read.data;
  if (!found) {
    return html`<div class="case-frame"><${Head} frame=${frame} title=${title} /><${Blank} read=${read} /></div>`;
  }
  return html`<div class="case-frame" data-testid="case">
    <${Head} frame=${frame} title=${title} sub=${html`<${Copied} text=${no} />`}
      badge=${html`<${Badge} state=${found.state} names=${names} />`} />
    <div class="case-body"><div class="case">${children(found)}</div></div>
    <${CaseActs} machine=${machine} path=${`${path}/events`} events=${found.allowed_events}
      refused=${found.refused_events} names=${names} context=${context?.(found) ?? {}}>
      ${more?.(found)}
    <//>
  </div>`;
}
