// The lists of papers: refunds, disputes, callbacks, expedite tickets, payouts, compensations.
import { html, useMemo, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useTick } from "../../shared/ticking.js";
import { useDesk } from "../context.js";
import { href } from "../route.js";
import { SECTIONS, tabOf } from "../sections.js";
import { LISTS } from "../strings.js";
import { Blank, Find, List, Tabs, holds } from "./list.js";
import { ROWS } from "./rows.js";

const MOST = 200;

export function Papers({ route }) {
  const { reader, me } = useDesk();
  const { section } = route;
  const { name, title = name, no, tabs } = SECTIONS[section];
  const [wanted, setWanted] = useState("");
  const now = useTick(false);
  const tab = tabOf(section, route.tab, me.role);
  const read = useRead(reader, `/v1/agent/${section}${tab.states ? `?state=${tab.states}` : ""}`);
  const Row = ROWS[section];
  const items = useMemo(
    () => [...(read.data?.items ?? [])].filter((item) => holds(wanted, ...Row.texts(item))).sort(Row.order ?? (() => 0)),
    [read.data, wanted, Row],
  );
  const places = useMemo(() => items.map((item) => ({ section, id: item[no], tab: route.tab })), [items, route.tab]);

  return html`<${List} title=${title} label=${title} places=${places}
    find=${html`<${Find} text=${wanted} onText=${setWanted} />`}
    tabs=${html`<${Tabs} tabs=${tabs} current=${tab.key} hrefOf=${(each) => href({ section, tab: each.key })} />`}>
    ${items.length === 0 && html`<${Blank} read=${read} empty=${wanted ? LISTS.none : LISTS.empty} />`}
    ${items.map((item) => html`<a key=${item[no]} class="row" href=${href({ section, id: item[no], tab: route.tab })}
      aria-current=${item[no] === route.id ? "true" : null} data-testid="row" data-no=${item[no]}>
      <${Row} item=${item} now=${now} />
    </a>`)}
    ${read.data?.items.length >= MOST && html`<p class="blank">${LISTS.most}</p>`}
  <//>`;
}
