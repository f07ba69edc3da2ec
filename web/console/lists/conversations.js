// Conversations: what is offered to me, what I hold, who waits, and everybody else's.
import { ago, clock } from "../../shared/format.js";
import { html, useMemo, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { stopwatch, useTick } from "../../shared/ticking.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { usePresence } from "../presence.js";
import { Presence } from "../rail.js";
import { go, href } from "../route.js";
import { LISTS, TALKS } from "../strings.js";
import { HANDOFF_REASONS } from "../words.js";
import { Blank, Find, List, holds } from "./list.js";

const LONG_MS = 120_000;

export function Conversations({ route, queue }) {
  const { reader, me, serves } = useDesk();
  const [wanted, setWanted] = useState("");
  const read = useRead(reader, "/v1/agent/conversations");
  const now = useTick();
  const groups = useMemo(() => grouped(queue, read.data?.items ?? [], me.username, wanted), [queue, read.data, wanted]);
  const places = useMemo(
    () => groups.flatMap(({ items }) => items.map((item) => ({ section: "conversations", id: item.conversation_id }))),
    [groups],
  );
  const empty = groups.every((group) => group.items.length === 0);

  return html`<${List} title=${TALKS.title} label=${TALKS.title} places=${places}
    find=${html`<${Find} text=${wanted} onText=${setWanted} />`}
    tabs=${serves && queue && html`<div class="list-presence"><${Presence} now=${queue.presence} /></div>`}>
    ${serves && queue?.presence === "offline" && html`<${OffDuty} />`}
    ${empty && html`<${Blank} read=${read} empty=${wanted ? LISTS.none : TALKS.empty} />`}
    ${groups.filter(({ items }) => items.length).map(({ key, items }) => html`<section key=${key} class="group is-${key}"
      aria-label=${TALKS[key]} data-testid="group-${key}">
      <h3>${TALKS[key]}<b class="count">${items.length}</b></h3>
      ${items.map((item) => html`<${Row} key=${item.conversation_id} item=${item} now=${now} offered=${key === "offered"}
        current=${item.conversation_id === route.id} />`)}
    </section>`)}
  <//>`;
}

/** Each conversation once, in the group that says most about it. */
function grouped(queue, all, username, wanted) {
  const seen = new Set();
  const take = (items) =>
    items.filter((item) => {
      if (seen.has(item.conversation_id) || !holds(wanted, item.customer_name, item.last_text, item.customer_id)) return false;
      seen.add(item.conversation_id);
      return true;
    });
  const line = queue?.items ?? [];
  const open = all.filter((item) => item.status === "open");
  return [
    { key: "offered", items: take(line.filter((item) => item.offered_to === username)) },
    { key: "mine", items: take([...(queue?.mine ?? []), ...open.filter((item) => item.owner_id === username)]) },
    { key: "line", items: take(line) },
    { key: "others", items: take(open.filter((item) => item.owner === "agent")) },
    { key: "bot", items: take(open.filter((item) => item.owner !== "agent")) },
    { key: "ended", items: take(all.filter((item) => item.status !== "open")) },
  ];
}

function Row({ item, now, offered, current }) {
  const waits = item.owner === "queue" && item.waiting_since_at;
  const waited = waits ? now - new Date(item.waiting_since_at) : 0;
  return html`<div class="row-place">
    <a class="row" href=${href({ section: "conversations", id: item.conversation_id })} data-testid="row"
      data-no=${item.conversation_id} aria-current=${current ? "true" : null}>
      <span class="row-line">
        <b>${item.customer_name}</b>
        ${waits
          ? html`<span class="row-end due ${waited > LONG_MS ? "is-late" : ""}">${TALKS.waited(stopwatch(waited))}</span>`
          : html`<span class="row-end">${ago(item.updated_at, now)}</span>`}
      </span>
      <span class="row-text">${item.last_text ?? TALKS.quiet}</span>
      ${item.handoff_state &&
      html`<span class="row-line">
        <span class="row-foot"><span class="chip">${HANDOFF_REASONS[item.reason_code] ?? item.reason_code}</span></span>
        ${item.position && html`<span class="row-foot">${TALKS.position(item.position)}</span>`}
        ${item.handoff_state === "on_hold" && item.hold_until_at &&
        html`<span class="row-foot ${new Date(item.hold_until_at) < now ? "due is-late" : ""}">
          ${TALKS.held(clock(item.hold_until_at))}
        </span>`}
      </span>`}
    </a>
    ${offered && html`<${Accept} item=${item} now=${now} />`}
  </div>`;
}

function Accept({ item, now }) {
  const { busy, run } = useCommand();
  const left = Math.max(0, Math.ceil((new Date(item.offer_expires_at) - now) / 1000));
  const accept = async () => {
    const path = `/v1/agent/conversations/${encodeURIComponent(item.conversation_id)}/accept`;
    if (await run(path, {})) go({ section: "conversations", id: item.conversation_id });
  };
  return html`<button type="button" class="button is-primary is-wide" disabled=${busy} data-testid="accept-offer"
    onClick=${accept}>
    ${TALKS.acceptIn(left)}
  </button>`;
}

function OffDuty() {
  const { busy, set } = usePresence();
  return html`<p class="notice">
    <span>${TALKS.onDuty}</span>
    <button type="button" class="button" disabled=${busy} data-testid="go-online"
      onClick=${() => set("online")}>${TALKS.goOnline}</button>
  </p>`;
}
