// One entry of the thread, by who speaks.
import { exact } from "../shared/format.js";
import { html, useMemo } from "../shared/markup.js";
import { CARDS } from "./cards/index.js";
import { Choices } from "./choices.js";
import { Milestone } from "./milestone.js";
import { MyPicture } from "./my_picture.js";
import { AUTHORS } from "./strings.js";

/** Drawn again only when one of its properties changed: a thread can be long. */
export function EntryRow(props) {
  return useMemo(() => draw(props), Object.values(props));
}

function draw(props) {
  const { entry } = props;
  const speaker = { customer: Mine, bot: Theirs, agent: Theirs }[entry.author.type] ?? Milestone;
  return html`<article
    class="line ${entry.author.type === "customer" ? "mine" : speaker === Theirs ? "theirs" : "centre"} ${props.first ? "" : "goes-on"}"
    data-testid="entry"
    data-kind=${entry.kind}
    data-act=${entry.act}
    data-seq=${entry.seq}
  >
    <${speaker} ...${props} />
  </article>`;
}

function Time({ at, text }) {
  return text && html`<time datetime=${at} title=${exact(at)}>${text}</time>`;
}

function Mine({ entry, evidence }) {
  return html`<div class="said" title=${exact(entry.at)}>
    <span class="hidden-text">${AUTHORS.me}</span>
    ${entry.text && html`<div class="bubble">${entry.text}</div>`}
    ${entry.card?.type === "evidence" && html`<${MyPicture} card=${evidence ?? entry.card} />`}
  </div>`;
}

function Theirs(props) {
  const { entry, first, time, active, taken } = props;
  const bot = entry.author.type === "bot";
  const Card = CARDS[entry.card?.type];
  return html`<span class="avatar ${bot ? "" : "is-person"}" aria-hidden="true">
      ${first && (bot ? AUTHORS.botMark : AUTHORS.agentMark)}
    </span>
    <div class="said">
      ${first &&
      html`<div class="name">
        <span>${entry.author.name}${bot ? ` · ${AUTHORS.bot}` : ""}</span>
        <${Time} at=${entry.at} text=${time} />
      </div>`}
      ${entry.text && html`<div class="bubble">${entry.text}</div>`}
      ${Card && html`<div class="card" data-testid="${entry.card.type}-card"><${Card} ...${props} card=${entry.card} /></div>`}
      ${!Card?.ownChoices && html`<${Choices} choices=${entry.choices} active=${active} taken=${taken} />`}
    </div>`;
}
