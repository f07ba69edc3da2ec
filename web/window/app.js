// The whole window: header, thread, foot, and what lies over them.
import { html, useEffect, useMemo, useRef, useState } from "../shared/markup.js";
import { useStore } from "../shared/store.js";
import { Viewer } from "../shared/viewer.js";
import { Composer } from "./composer.js";
import { Desk } from "./context.js";
import { Header } from "./header.js";
import { Mine } from "./mine.js";
import { Banner, Blocked } from "./notices.js";
import { QuickBar } from "./quick_bar.js";
import { RefundPanel } from "./refund_panel.js";
import { COMPOSER, HEADER, UPLOAD } from "./strings.js";
import { Thread } from "./thread.js";
import { ACCEPT, sortFiles, useDrop } from "./uploads.js";

const TOLD_MS = 5000;
const VIEWER = {
  title: UPLOAD.viewer, close: HEADER.close, previous: UPLOAD.previous, next: UPLOAD.next,
  zoomIn: UPLOAD.zoomIn, zoomOut: UPLOAD.zoomOut, turn: UPLOAD.turn, gone: UPLOAD.gone,
};

export function App({ session, host }) {
  const state = useStore(session.store);
  const [panel, setPanel] = useState(null);
  const [viewing, setViewing] = useState(null);
  const [told, setTold] = useState("");
  const picker = useRef(null);
  const kind = useRef(null);

  const takeFiles = (files) => {
    const { good, complaint } = sortFiles(files);
    for (const file of good) session.upload(file, kind.current);
    kind.current = null;
    if (complaint) setTold(complaint);
  };
  const desk = useMemo(
    () => ({
      session,
      openRefund: (no, back = null) => setPanel({ view: "refund", no, back }),
      openMine: () => setPanel({ view: "mine" }),
      view: (items, start = 0) => setViewing({ items, start }),
      pickFiles(wanted = null) {
        kind.current = wanted;
        picker.current.click();
      },
      say(text) {
        setPanel(null);
        session.say(text);
      },
      takeFiles,
    }),
    [session],
  );
  const dragging = useDrop(takeFiles);
  useEffect(() => {
    if (!told) return undefined;
    const timer = setTimeout(() => setTold(""), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);

  const picked = (event) => {
    takeFiles([...event.target.files]);
    event.target.value = "";
  };
  const blocked = !state.conversationId && (state.signedOut || state.problem);

  return html`<${Desk.Provider} value=${desk}>
    <${Header} host=${host} />
    <${Banner} state=${state} hurry=${session.hurry} />
    ${blocked ? html`<${Blocked} state=${state} hurry=${session.hurry} />` : html`<${Thread} state=${state} />`}
    ${!blocked &&
    html`<footer class="foot">
      ${state.status !== "closed" && html`<${QuickBar} owner=${state.owner} />`}
      <${Composer} state=${state} />
      <input
        ref=${picker}
        class="hidden-text"
        type="file"
        tabindex="-1"
        accept=${ACCEPT}
        multiple
        aria-label=${COMPOSER.add}
        data-testid="upload-input"
        onChange=${picked}
      />
    </footer>`}
    <p class="told ${told ? "" : "is-empty"}" role="status">${told}</p>
    ${dragging && html`<div class="drop">${COMPOSER.drop}</div>`}
    ${panel?.view === "mine" && html`<${Mine} onClose=${() => setPanel(null)} />`}
    ${panel?.view === "refund" &&
    html`<${RefundPanel} key=${panel.no} no=${panel.no} entries=${state.entries} onClose=${() => setPanel(null)}
      onBack=${panel.back === "mine" ? () => setPanel({ view: "mine" }) : null} />`}
    ${viewing &&
    html`<${Viewer} pictures=${session.pictures} items=${viewing.items} start=${viewing.start} words=${VIEWER}
      onClose=${() => setViewing(null)} />`}
  <//>`;
}
