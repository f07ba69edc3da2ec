// Writing a canned reply, with the variables at hand; and taking one away.
import { html, useRef, useState } from "../../shared/markup.js";
import { ActDialog } from "../acts/act_dialog.js";
import { PAGE, REPLY } from "./strings.js";

/** `reply` null makes a new one; `teams`: code to name; `variables`: names that may stand in braces. */
export function ReplyDialog({ reply, teams, variables, onClose }) {
  const [team, setTeam] = useState(reply?.team ?? Object.keys(teams)[0]);
  const [title, setTitle] = useState(reply?.title ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const box = useRef(null);
  const insert = (name) => {
    const { selectionStart: from, selectionEnd: to } = box.current;
    setText(`${text.slice(0, from)}{${name}}${text.slice(to)}`);
    box.current.focus();
  };
  const body = title.trim() && text.trim() ? { team, title: title.trim(), text: text.trim() } : null;
  const path = `/v1/agent/replies${reply ? `/${encodeURIComponent(reply.reply_no)}` : ""}`;
  return html`<${ActDialog} title=${reply ? REPLY.edit : REPLY.add} name=${PAGE.save} path=${path} body=${body} onClose=${onClose}>
    <label class="field"><span>${REPLY.team}</span>
      <select class="input" value=${team} data-testid="reply-team" onChange=${(event) => setTeam(event.target.value)}>
        ${Object.entries(teams).map(([code, name]) => html`<option key=${code} value=${code} selected=${code === team}>${name}</option>`)}
      </select>
    </label>
    <label class="field"><span>${REPLY.name}</span>
      <input class="input" maxlength="40" value=${title} placeholder=${REPLY.nameHint} data-testid="reply-title"
        onInput=${(event) => setTitle(event.target.value)} />
    </label>
    <label class="field"><span>${REPLY.text}</span>
      <textarea ref=${box} class="input" rows="4" maxlength="2000" value=${text} placeholder=${REPLY.textHint}
        data-testid="reply-text" onInput=${(event) => setText(event.target.value)}></textarea>
    </label>
    <div class="variables" role="group" aria-label=${REPLY.variables}>
      <span class="small">${REPLY.variables}</span>
      ${variables.map((name) => html`<button key=${name} type="button" class="filter" onClick=${() => insert(name)}>${name}</button>`)}
    </div>
  <//>`;
}

export function RemoveReply({ reply, onClose }) {
  return html`<${ActDialog} title=${PAGE.remove} means=${REPLY.removeMeans(reply.title)} danger verb="remove" body=${{}}
    path=${`/v1/agent/replies/${encodeURIComponent(reply.reply_no)}`} onClose=${onClose} />`;
}
