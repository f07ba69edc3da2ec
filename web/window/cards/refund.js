// Where a refund stands.
import { Icon } from "../../shared/icons.js";
import { yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { Timeline } from "../../shared/timeline.js";
import { REFUND_STATES, REFUND_TONES } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { kindNames } from "../my_picture.js";
import { stepWords } from "../refund_steps.js";
import { NEEDS, REFUND } from "../strings.js";

export function RefundCard({ card }) {
  const { openRefund } = useDesk();
  return html`<div data-refund=${card.refund_no}>
    <div class="card-title">
      <h3>${REFUND.card}</h3>
      <${StateBadge} state=${card.state} />
    </div>
    <p class="card-sub"><span>${card.product_name}</span><b>${yuan(card.amount_fen)}</b></p>
    <${Timeline} steps=${stepWords(card)} label=${REFUND.card} />
    <${Missing} groups=${card.missing_evidence} />
    <button type="button" class="card-more" onClick=${() => openRefund(card.refund_no)}>
      ${REFUND.see}<${Icon} name="next" size=${16} />
    </button>
  </div>`;
}

export function StateBadge({ state }) {
  return html`<span class="badge is-${REFUND_TONES[state] ?? "waiting"}">${REFUND_STATES[state] ?? state}</span>`;
}

/** Outer list: all of; inner: any of. */
export function Missing({ groups }) {
  if (!groups?.length) return null;
  return html`<p class="missing">
    ${REFUND.missing} ${groups.map((kinds) => kinds.map((kind) => kindNames([kind])).join(NEEDS.either)).join(" + ")}
  </p>`;
}
