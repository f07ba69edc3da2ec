// What stands in the way: no network, no token, too many requests, a server in trouble.
import { Icon } from "../shared/icons.js";
import { html, useEffect, useState } from "../shared/markup.js";
import { HEADER, NOTICES } from "./strings.js";

const PATIENCE_MS = 2500;

/** One line under the header; a short drop of the stream is not worth one. */
export function Banner({ state, hurry }) {
  const down = state.link === "down" && Boolean(state.conversationId);
  const long = useLasting(down, PATIENCE_MS);
  let text = "";
  if (state.signedOut && state.conversationId) text = NOTICES.signedOut;
  else if (!state.online) text = NOTICES.offline;
  else if (down && long) text = NOTICES.down;
  const offline = !state.online || text === NOTICES.down;
  return html`<div class="banner-place" role="status">
    ${text &&
    html`<div class="banner" data-testid=${offline ? "offline-banner" : "sign-in-banner"}>
      <${Icon} name=${offline ? "offline" : "warn"} size=${20} />
      <span>${text}</span>
      ${state.online && html`<button type="button" class="link" onClick=${hurry}>${NOTICES.again}</button>`}
    </div>`}
  </div>`;
}

function useLasting(value, ms) {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!value) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return lasting;
}

/** In place of the thread when there is none to show. */
export function Blocked({ state, hurry }) {
  const { problem, signedOut } = state;
  const title = signedOut ? NOTICES.signedOutTitle : NOTICES.failedTitle;
  let text = problem?.detail || NOTICES.failed;
  if (signedOut) text = NOTICES.signedOut;
  else if (problem?.status === 429) text = NOTICES.busy(problem.retryAfterS ?? 1);
  else if (problem?.status === 0) text = NOTICES.offline;
  else if (problem?.status >= 500) text = NOTICES.failed;
  return html`<main class="blocked-place"><div class="blocked" role="alert" data-testid="blocked">
    <span class="blocked-mark"><${Icon} name=${signedOut ? "person" : "warn"} size=${32} /></span>
    <h2>${title}</h2>
    <p>${text}</p>
    <button type="button" class="button is-primary" onClick=${hurry}>${NOTICES.again}</button>
    <p class="blocked-hours">${HEADER.hours}</p>
  </div></main>`;
}
