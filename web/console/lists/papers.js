// The lists of papers: refunds, disputes, callbacks, expedite tickets, payouts, compensations.
import { html, useEffect, useMemo, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useTick } from "../../shared/ticking.js";
import { useDesk } from "../context.js";
import { go, href } from "../route.js";
import { SECTIONS, tabOf } from "../sections.js";
import { ASSIGN, LISTS } from "../strings.js";
import { AssignBar, mayAssign } from "./assign.js";
import { Filters, passes } from "./filters.js";
import { Blank, Find, List, Tabs, holds } from "./list.js";
import { ROWS } from "./rows.js";

const MOST = 200;
const never = () => null;
const isLate = (due, now) => Boolean(due) && new Date(due) < now;
const soonest = (due) => (a, b) => (due(a) ?? "9").localeCompare(due(b) ?? "9");

export function Papers({ route }) {
  const { reader, me } = useDesk();
  const { section } = route;
  const { name, title = name, no, tabs } = SECTIONS[section];
  const [wanted, setWanted] = useState("");
  const now = useTick(false);
  const tab = tabOf(section, route.tab, me.role);
  const read = useRead(reader, `/v1/agent/${section}${tab.states ? `?state=${tab.states}` : ""}`);
  const Row = ROWS[section];
  const due = Row.due ?? never;
  const view = { due, now, me: me.username };
  const all = read.data?.items ?? [];
  const on = useMemo(() => (route.filter ? route.filter.split(",") : []), [route.filter]);
  const items = useMemo(
    () =>
      all
        .filter((item) => holds(wanted, ...Row.texts(item)) && passes(section, on, item, view))
        .sort(Row.due ? soonest(due) : () => 0),
    [read.data, wanted, on, Row, now],
  );
  const places = useMemo(() => items.map((item) => ({ section, id: item[no], tab: route.tab, filter: route.filter })), [items, route]);
  const [picked, setPicked] = useState(null); // null: not picking
  useEffect(() => setPicked(null), [section, tab.key]);
  const mark = (id) => setPicked(picked.includes(id) ? picked.filter((each) => each !== id) : [...picked, id]);
  const toggle = (key) => {
    const next = on.includes(key) ? on.filter((each) => each !== key) : [...on, key];
    go({ ...route, filter: next.join(",") || null }, { replace: true });
  };

  return html`<${List} title=${title} label=${title} places=${places}
    find=${html`<${Find} text=${wanted} onText=${setWanted} />
      ${mayAssign(section, me.role) &&
      html`<button type="button" class="button" aria-pressed=${picked !== null} data-testid="assign-open"
        onClick=${() => setPicked(picked ? null : [])}>${picked ? ASSIGN.close : ASSIGN.open}</button>`}`}
    tabs=${html`<${Tabs} tabs=${tabs} current=${tab.key} hrefOf=${(each) => href({ section, tab: each.key })} />
      <${Filters} section=${section} on=${on} items=${all} view=${view} toggle=${toggle} />
      ${picked && html`<${AssignBar} picked=${picked} every=${items.map((item) => item[no])} pick=${setPicked} onDone=${setPicked} />`}`}>
    ${items.length === 0 && html`<${Blank} read=${read} empty=${wanted || on.length ? LISTS.none : LISTS.empty} />`}
    ${items.map((item) => html`<div key=${item[no]} class="row-place ${picked ? "is-picking" : ""}">
      ${picked && html`<label class="row-pick"><input type="checkbox" checked=${picked.includes(item[no])}
        aria-label=${ASSIGN.pick(item.customer_name)} data-testid="pick" onChange=${() => mark(item[no])} /></label>`}
      <a class="row ${isLate(due(item), now) ? "is-late" : ""}"
      href=${href({ section, id: item[no], tab: route.tab, filter: route.filter })}
      aria-current=${item[no] === route.id ? "true" : null} data-testid="row" data-no=${item[no]}>
        <${Row} item=${item} now=${now} />
      </a>
    </div>`)}
    ${read.data?.items.length >= MOST && html`<p class="blank">${LISTS.most}</p>`}
  <//>`;
}
