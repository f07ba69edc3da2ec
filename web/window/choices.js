// The answers the assistant offers. Only the newest offer can be taken; an old one shows what was.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { THREAD } from "./strings.js";

const STRONG = /^(affirm|file_refund|refunds\.)/;

/** `wide`: as the two-column foot of a card, the strong one filled. */
export function Choices({ choices, active, taken, wide = false }) {
  if (!choices?.length) return null;
  return html`<div class="choices ${wide ? "is-wide" : ""} ${active ? "" : "is-over"}" role="group">
    ${choices.map((choice) => html`<${Choice} key=${choice.value} choice=${choice} active=${active}
      taken=${taken === choice.value} strong=${wide && STRONG.test(choice.value)} />`)}
  </div>`;
}

function Choice({ choice, active, taken, strong }) {
  const pick = usePick(choice);
  return html`<button
    type="button"
    class="button choice ${strong ? "is-primary" : ""} ${taken ? "is-taken" : ""}"
    data-testid="choice"
    data-value=${choice.value}
    disabled=${!active}
    onClick=${pick}
  >
    ${taken && html`<${Icon} name="check" size=${16} /><span class="hidden-text">${THREAD.chosen}</span>`}
    ${choice.label}
  </button>`;
}

/** Takes a choice; the focus stays in the thread, since the button is disabled at once. */
export function usePick(choice) {
  const { session } = useDesk();
  return (event) => {
    event.currentTarget.closest("[role=log]")?.focus({ preventScroll: true });
    session.choose(choice);
  };
}
