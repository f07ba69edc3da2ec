// A page of its own beside the rail: its heading, what it is for, and the states of being read.
import { html } from "../../shared/markup.js";
import { PAGE } from "./strings.js";

/** `read` as `useRead` gives it; `children(data)` answers the body once there is data. */
export function Page({ title, lead, read, acts, testid, children }) {
  return html`<section class="page" aria-label=${title} data-testid=${testid}>
    <header class="page-head">
      <div><h2>${title}</h2>${lead && html`<p>${lead}</p>`}</div>
      ${acts && html`<div class="page-acts">${acts}</div>`}
    </header>
    <div class="page-body">
      ${read.data ? children(read.data) : html`<${Waiting} read=${read} />`}
    </div>
  </section>`;
}

function Waiting({ read }) {
  if (!read.problem) return html`<p class="blank" role="status">${PAGE.loading}</p>`;
  return html`<div class="blank" role="alert">
    <p>${read.problem.detail || PAGE.failed}</p>
    <button type="button" class="button" onClick=${read.again}>${PAGE.again}</button>
  </div>`;
}
