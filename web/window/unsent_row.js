// What is on its way: shown at once as if it were there, with its progress or its trouble.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { THREAD, UPLOAD } from "./strings.js";

export function UnsentRow({ item }) {
  return html`<div class="line mine unsent is-${item.state}" data-testid="unsent" data-state=${item.state}>
    <div class="said">
      ${item.file ? html`<${Sending} item=${item} />` : html`<div class="bubble">${item.text}</div>`}
      <${Trouble} item=${item} />
    </div>
  </div>`;
}

function Sending({ item }) {
  const { session } = useDesk();
  const percent = Math.round((item.progress ?? 0) * 100);
  const underway = item.state === "sending" || item.state === "waiting";
  return html`<div class="thumbnail is-sending">
      <img src=${item.url} alt=${UPLOAD.mine} />
      ${underway &&
      html`<div class="upload-over">
        <progress max="100" value=${percent} aria-label=${UPLOAD.label(item.file.name)} data-testid="upload-progress"></progress>
        <span>${percent}%</span>
        <button type="button" class="upload-cancel" aria-label=${UPLOAD.cancel} data-testid="upload-cancel"
          onClick=${() => session.drop(item.id)}>
          <${Icon} name="close" size=${18} />
        </button>
      </div>`}
    </div>
    ${item.state === "sending" && html`<div class="under">${percent < 100 ? UPLOAD.sending : UPLOAD.reading}</div>`}`;
}

function Trouble({ item }) {
  const { session } = useDesk();
  const { problem, state } = item;
  if (state === "failed") {
    const text = problem?.detail || (item.file ? UPLOAD.failed : THREAD.failed);
    return html`<div class="under is-failed" role="alert">
      <span><${Icon} name="warn" size=${16} />${text}</span>
      <button type="button" class="link" data-testid="retry" onClick=${() => session.retry(item.id)}>${THREAD.retry}</button>
      <button type="button" class="link" onClick=${() => session.drop(item.id)}>${THREAD.drop}</button>
    </div>`;
  }
  if (state !== "waiting") return null;
  if (problem?.status === 429) return html`<div class="under">${THREAD.slowDown(problem.retryAfterS ?? 1)}</div>`;
  if (problem?.status >= 500) return html`<div class="under">${THREAD.trying}</div>`;
  if (problem || !navigator.onLine) return html`<div class="under">${THREAD.waiting}</div>`;
  return item.file && html`<div class="under">${UPLOAD.waiting}</div>`;
}
