// Conversations: what is offered to me, what I hold, who waits, and everybody else's.
import { html, useMemo, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useTick } from "../../shared/ticking.js";
import { useDesk } from "../context.js";
import { Presence } from "../me.js";
import { usePresence } from "../presence.js";
import { LISTS, TALKS } from "../strings.js";
import { Blank, Find, List, holds } from "./list.js";
import { TalkRow } from "./talk_row.js";

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
      ${items.map((item) => html`<${TalkRow} key=${item.conversation_id} item=${item} now=${now} group=${key}
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
    { key: "messages", items: take(queue?.messages ?? []) },
    { key: "others", items: take(open.filter((item) => item.owner === "agent")) },
    { key: "bot", items: take(open.filter((item) => item.owner !== "agent")) },
    { key: "ended", items: take(all.filter((item) => item.status !== "open")) },
  ];
}

function OffDuty() {
  const { busy, set } = usePresence();
  return html`<p class="notice">
    <span>${TALKS.onDuty}</span>
    <button type="button" class="button" disabled=${busy} data-testid="go-online"
      onClick=${() => set("online")}>${TALKS.goOnline}</button>
  </p>`;
}
