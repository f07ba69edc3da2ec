// The bar on top: back (or close, when embedded), the title with the hours, the buyer's own refunds.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { HEADER } from "./strings.js";

export function Header({ host }) {
  const { openMine } = useDesk();
  const leave = () => (host ? host.tell("close") : history.back());
  const canLeave = host || history.length > 1;
  return html`<header class="head">
    ${canLeave
      ? html`<button type="button" class="icon-button" aria-label=${host ? HEADER.close : HEADER.back} onClick=${leave}>
          <${Icon} name=${host ? "close" : "back"} />
        </button>`
      : html`<span class="icon-space"></span>`}
    <div class="head-words">
      <h1>${HEADER.title}</h1>
      <p>${HEADER.hours}</p>
    </div>
    <button type="button" class="icon-button" aria-label=${HEADER.mine} data-testid="mine" onClick=${openMine}>
      <${Icon} name="person" />
    </button>
  </header>`;
}
