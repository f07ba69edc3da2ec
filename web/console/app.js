// The whole console: rail, list, main and side column, and what lies over them.
import { observe } from "../shared/clock.js";
import { html, useEffect, useMemo, useState } from "../shared/markup.js";
import { useRead } from "../shared/reader.js";
import { useStore } from "../shared/store.js";
import { Viewer } from "../shared/viewer.js";
import { useCalling, useUnread } from "./calling.js";
import { Desk } from "./context.js";
import { Lists } from "./lists/index.js";
import { Main, Side } from "./panes.js";
import { PAGES } from "./pages/index.js";
import { Rail } from "./rail.js";
import { go, useRoute } from "./route.js";
import { SECTIONS, roomsOf } from "./sections.js";
import { SignIn, SignInAgain } from "./sign_in.js";
import { LINKS, SIGN_IN, VIEWER } from "./strings.js";

const SERVES = new Set(["agent", "supervisor"]);

export function App({ desk, link }) {
  const { me, asking } = useStore(desk.staff.store);
  if (!me) return html`<${SignIn} staff=${desk.staff} />`;
  return html`<${Room} desk=${desk} link=${link} me=${me} />
    ${asking && html`<${SignInAgain} staff=${desk.staff} />`}`;
}

function Room({ desk, link, me }) {
  const route = useRoute();
  const rooms = roomsOf(me.role);
  const [viewing, setViewing] = useState(null);
  const [act, setAct] = useState(null);
  const queue = useRead(desk.reader, "/v1/agent/queue").data;
  const counts = useRead(desk.reader, "/v1/agent/counts").data;
  const reach = useMemo(
    () => ({
      ...desk,
      me,
      serves: SERVES.has(me.role),
      view: (items, start = 0) => setViewing({ items, start }),
      act: setAct,
    }),
    [desk, me],
  );
  const here = SECTIONS[route.section] ? route : { ...route, section: rooms[0], id: null };
  useEffect(() => {
    if (here.section !== route.section) go({ section: here.section }, { replace: true });
  }, [here.section, route.section]);
  useEffect(() => {
    if (queue) observe(queue.now);
  }, [queue]);
  useCalling({ ...desk, me, queue, route: here });
  const offered = queue?.items.filter((item) => item.offered_to === me.username).length ?? 0;
  const unread = useUnread(desk.seen, queue);
  const calls = offered + unread;
  useEffect(() => {
    const { name, title = name } = SECTIONS[here.section];
    document.title = `${calls ? `(${calls}) ` : ""}${title} · ${SIGN_IN.title}`;
  }, [calls, here.section]);

  const Own = PAGES[here.section];
  const opened = here.id ? (here.pane === "side" ? "side" : "main") : "list";
  return html`<${Desk.Provider} value=${reach}>
    <div class="desk shows-${opened}" data-testid="console">
      <${Rail} rooms=${rooms} route=${here} counts=${counts} queue=${queue} />
      <main class="work">
        <h1 class="hidden-text">${SIGN_IN.title}</h1>
        ${Own
          ? html`<${Own} />`
          : html`<${Lists} route=${here} queue=${queue} />
              <${Main} key=${`main ${here.section} ${here.id}`} route=${here} />
              <${Side} key=${`side ${here.section} ${here.id}`} route=${here} />`}
      </main>
    </div>
    <${Line} link=${link} />
    ${act && html`<${act.dialog} ...${act} onClose=${() => setAct(null)} />`}
    ${viewing &&
    html`<${Viewer} pictures=${desk.pictures} items=${viewing.items} start=${viewing.start} words=${VIEWER}
      onClose=${() => setViewing(null)} />`}
  <//>`;
}

/** Says when the line is down for longer than a blink. */
function Line({ link }) {
  const { link: state, online } = useStore(link);
  const [shown, setShown] = useState(false);
  const down = !online || state === "down";
  useEffect(() => {
    if (!down) return setShown(false);
    const timer = setTimeout(() => setShown(true), 1500);
    return () => clearTimeout(timer);
  }, [down]);
  return html`<p class="line-down ${shown ? "" : "is-hidden"}" role="status">
    ${shown && (online ? LINKS.down : LINKS.offline)}
  </p>`;
}
