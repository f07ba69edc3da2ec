// The live board: who waits, who serves, what is late, what the day has come to.
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { stopwatch } from "../../shared/ticking.js";
import { useDesk } from "../context.js";
import { href } from "../route.js";
import { OUTCOMES, PRESENCE } from "../words.js";
import { Page } from "./frame.js";
import { StaffDialog } from "./staff_dialog.js";
import { BOARD, STAFF } from "./strings.js";

export function BoardPage() {
  const { reader } = useDesk();
  const read = useRead(reader, "/v1/agent/board");
  return html`<${Page} title=${BOARD.title} lead=${BOARD.lead} read=${read} testid="board">
    ${(data) => html`<${Tiles} data=${data} />
      <div class="page-columns"><${Agents} agents=${data.agents} /><${Late} breaches=${data.breaches} /><${Today} today=${data.today} /></div>`}
  <//>`;
}

const span = (seconds) => (seconds === null ? BOARD.none : stopwatch(seconds * 1000));

function Tiles({ data }) {
  const { waiting, callbacks, today } = data;
  const tiles = [
    ["waiting", BOARD.waiting, waiting.count],
    ["longest", BOARD.longest, waiting.count ? span(waiting.longest_wait_s) : BOARD.none],
    ["first", BOARD.first, span(today.first_response.p50_s)],
    ["resolved", BOARD.resolved, `${today.resolved} / ${today.closed_by_agent}`],
    ["rating", BOARD.rating, today.rating.mean === null ? BOARD.none : today.rating.mean.toFixed(1)],
    ["messages", BOARD.messages, data.messages.count],
    ["callbacks", BOARD.callbacks, callbacks.scheduled],
  ];
  return html`<dl class="tiles">${tiles.map(([key, name, value]) => html`<div key=${key} class="panel tile" data-testid="tile-${key}">
    <dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function Agents({ agents }) {
  const { me, act } = useDesk();
  return html`<section class="panel" data-testid="board-agents"><h3>${BOARD.agents}</h3>
    <ul class="replies">${agents.items.map((one) => html`<li key=${one.username}>
      <div><b><i class="dot is-${one.presence}"></i> ${one.name}</b>
        <p>${PRESENCE[one.presence]} · ${BOARD.load(one.load, one.capacity)}${me.role === "supervisor" &&
        html` <button type="button" class="link" data-testid="staff-change" data-no=${one.username}
          onClick=${() => act({ dialog: StaffDialog, one })}>${STAFF.change}<span class="hidden-text">${one.name}</span></button>`}</p>
        ${one.conversations.map((talk, at) => html`<a key=${talk.conversation_id} class="link board-talk"
          href=${href({ section: "conversations", id: talk.conversation_id })}>${BOARD.talk(at + 1, talk.handoff_state)}</a>`)}
      </div></li>`)}</ul></section>`;
}

function Late({ breaches }) {
  return html`<section class="panel" data-testid="board-late"><h3>${BOARD.late}</h3>
    <dl class="facts">${Object.entries(breaches).map(([key, count]) => html`<div key=${key} class=${count ? "is-late" : ""}>
      <dt>${BOARD.breaches[key] ?? key}</dt><dd>${count}</dd></div>`)}</dl></section>`;
}

function Today({ today }) {
  const came = Object.entries(today.outcomes).filter(([, count]) => count > 0);
  return html`<section class="panel" data-testid="board-today"><h3>${BOARD.today(today.requested)}</h3>
    ${came.length === 0 && html`<p class="small">${BOARD.nothing}</p>`}
    <dl class="facts">${came.map(([code, count]) => html`<div key=${code}><dt>${OUTCOMES[code] ?? BOARD.other}</dt><dd>${count}</dd></div>`)}</dl>
    <p class="small">${BOARD.means}</p></section>`;
}
