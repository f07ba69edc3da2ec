// The teams' canned replies: what agents find by "/" in the composer; the supervisor writes them.
import { stamp } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useDesk } from "../context.js";
import { Page } from "./frame.js";
import { RemoveReply, ReplyDialog } from "./reply_dialog.js";
import { PAGE, REPLY } from "./strings.js";

const PATH = "/v1/agent/replies";

export function RepliesPage() {
  const { reader, me, act } = useDesk();
  const read = useRead(reader, PATH);
  const [wanted, setWanted] = useState("");
  const may = me.role === "supervisor";
  const open = (reply) => act({ dialog: ReplyDialog, reply, teams: read.data.teams, variables: read.data.variables });
  return html`<${Page} title=${REPLY.title} lead=${REPLY.lead} read=${read} testid="replies"
    acts=${may && read.data &&
    html`<button type="button" class="button is-primary" data-testid="add-reply" onClick=${() => open(null)}><${Icon}
      name="plus" size=${16} />${REPLY.add}</button>`}>
    ${(data) => html`<input class="find page-find" type="search" placeholder=${REPLY.find} aria-label=${REPLY.find} value=${wanted}
        data-testid="find-reply" onInput=${(event) => setWanted(event.target.value)} />
      ${!may && html`<p class="small">${PAGE.readOnly}</p>`}
      <${Teams} data=${data} wanted=${wanted.trim()} may=${may} open=${open} />`}
  <//>`;
}

function Teams({ data, wanted, may, open }) {
  const found = data.items.filter((each) => !wanted || `${each.title} ${each.text}`.includes(wanted));
  if (!found.length) return html`<p class="blank">${wanted ? REPLY.none : REPLY.empty}</p>`;
  return Object.entries(data.teams).map(([team, name]) => {
    const of = found.filter((each) => each.team === team);
    if (!of.length) return null;
    return html`<section key=${team} class="panel" aria-label=${name}>
      <h3>${name} <span class="small">${of.length}</span></h3>
      <ul class="replies">${of.map((reply) => html`<${Row} key=${reply.reply_no} reply=${reply} may=${may} open=${open} />`)}</ul>
    </section>`;
  });
}

function Row({ reply, may, open }) {
  const { act } = useDesk();
  return html`<li data-testid="reply" data-no=${reply.reply_no}>
    <div><b>${reply.title}</b><p>${reply.text}</p><small>${REPLY.by(reply.updated_by, stamp(reply.updated_at))}</small></div>
    ${may &&
    html`<div class="replies-acts">
      <button type="button" class="button" data-testid="edit-reply" aria-label=${`${REPLY.edit}：${reply.title}`}
        onClick=${() => open(reply)}>${REPLY.change}</button>
      <button type="button" class="button is-warning" data-testid="remove-reply" aria-label=${`${PAGE.remove}：${reply.title}`}
        onClick=${() => act({ dialog: RemoveReply, reply })}>${PAGE.remove}</button>
    </div>`}
  </li>`;
}
