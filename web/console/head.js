// The head of a column: the way back, what it is, what can be done, and the way to what stands beside it.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { TALK } from "./talk/strings.js";

export function Head({ frame, title, sub, badge, children }) {
  return html`<header class="head">
    <a class="icon-button head-back ${frame.within ? "is-within" : ""}" href=${frame.back} aria-label=${TALK.back}><${Icon}
      name="back" /></a>
    <div class="head-words">
      <h2>${title}${badge}</h2>
      ${sub && html`<p>${sub}</p>`}
    </div>
    <div class="head-acts">${children}</div>
    ${frame.aside && html`<a class="button head-aside" href=${frame.aside.href} data-testid="to-side">${frame.aside.name}</a>`}
  </header>`;
}
