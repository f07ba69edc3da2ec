// Orders to pick from: the n-th choice of the entry stands for the n-th order; further choices follow below.
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { DELIVERY } from "../../shared/words.js";
import { Choices, usePick } from "../choices.js";
import { ORDER } from "../strings.js";
import { Goods } from "./order.js";

export function OrdersCard({ entry, card, active, taken }) {
  const choices = entry.choices ?? [];
  const rest = choices.slice(card.items.length);
  return html`<ul class="orders" aria-label=${ORDER.pick}>
      ${card.items.map((order, i) => html`<li key=${order.order_no}>
        <${Pick} order=${order} choice=${choices[i]} active=${active} taken=${taken} />
      </li>`)}
    </ul>
    <${Choices} choices=${rest} active=${active} taken=${taken} />`;
}
OrdersCard.ownChoices = true;

function Pick({ order, choice, active, taken }) {
  const pick = usePick(choice);
  const mine = choice && taken === choice.value;
  return html`<button
    type="button"
    class="order-pick ${mine ? "is-taken" : ""}"
    data-testid="choice"
    data-value=${choice?.value}
    disabled=${!active || !choice}
    onClick=${pick}
  >
    <span class="card-head">
      <span>${ORDER.no} ${order.order_no}</span>
      <span class="delivery is-${order.delivery}">${DELIVERY[order.delivery]}</span>
    </span>
    <${Goods} order=${order} small />
    <span class="order-pick-mark"><${Icon} name=${mine ? "check" : "next"} size=${18} /></span>
  </button>`;
}
