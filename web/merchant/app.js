// The merchant's page: its disputes on the left, the one that is opened beside them; on a phone one at a time.
import { observe } from "../shared/clock.js";
import { Icon } from "../shared/icons.js";
import { html, useEffect, useMemo, useState } from "../shared/markup.js";
import { useRead } from "../shared/reader.js";
import { Viewer } from "../shared/viewer.js";
import { Desk } from "./context.js";
import { DisputeCase } from "./dispute_case.js";
import { Disputes } from "./disputes.js";
import { PAGE, VIEWER } from "./strings.js";

/** `?dispute=D…` in the address names the one that is opened. */
function useOpened() {
  const [no, setNo] = useState(() => new URLSearchParams(location.search).get("dispute"));
  useEffect(() => {
    const moved = () => setNo(new URLSearchParams(location.search).get("dispute"));
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const open = (next) => {
    history.pushState(null, "", location.pathname + (next ? `?dispute=${encodeURIComponent(next)}` : ""));
    setNo(next);
  };
  return [no, open];
}

export function App({ desk }) {
  const [no, open] = useOpened();
  const [viewing, setViewing] = useState(null);
  const read = useRead(desk.reader, "/v1/merchant/disputes");
  const reach = useMemo(() => ({ ...desk, view: (items, start = 0) => setViewing({ items, start }) }), [desk]);
  useEffect(() => {
    if (read.data) observe(read.data.now);
  }, [read.data]);

  return html`<${Desk.Provider} value=${reach}>
    <header class="top">
      <span class="logo" aria-hidden="true">退</span>
      <h1>${PAGE.title}</h1>
      ${read.data?.name && html`<p>${PAGE.of(read.data.name)}</p>`}
    </header>
    ${!read.data && read.problem
      ? html`<${Blocked} problem=${read.problem} again=${read.again} />`
      : html`<div class="places ${no ? "shows-case" : ""}" data-testid="merchant">
          <${Disputes} items=${read.data?.items} current=${no} onOpen=${open} />
          <main class="place">
            ${no
              ? html`<${DisputeCase} key=${no} no=${no} onBack=${() => open(null)} />`
              : html`<p class="blank">${PAGE.pick}</p>`}
          </main>
        </div>`}
    ${viewing &&
    html`<${Viewer} pictures=${desk.pictures} items=${viewing.items} start=${viewing.start} words=${VIEWER}
      onClose=${() => setViewing(null)} />`}
  <//>`;
}

function Blocked({ problem, again }) {
  const out = problem.status === 401;
  return html`<main class="place"><div class="blank" role="alert">
    <${Icon} name="warn" size=${32} />
    ${out && html`<b>${PAGE.signedOutTitle}</b>`}
    <p>${out ? PAGE.signedOut : problem.detail || PAGE.failed}</p>
    <button type="button" class="button" onClick=${again}>${PAGE.again}</button>
  </div></main>`;
}
