// One order, with what can be done about it at its foot.
import { money, stamp, yuan } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { DELIVERY, PRODUCT_KINDS } from "../../shared/words.js";
import { Choices } from "../choices.js";
import { ORDER } from "../strings.js";

export function OrderCard({ entry, card, active, taken }) {
  return html`<div class="card-head">
      <span>${ORDER.no} ${card.order_no}</span>
      <span class="delivery is-${card.delivery}">${DELIVERY[card.delivery]}</span>
    </div>
    <${Goods} order=${card} />
    <${Choices} choices=${entry.choices} active=${active} taken=${taken} wide />`;
}
OrderCard.ownChoices = true;

/** The goods themselves: a tile for their kind, the name, the price. */
export function Goods({ order, small = false }) {
  const less = order.refundable_fen !== undefined && order.refundable_fen !== order.amount_fen;
  return html`<span class="goods ${small ? "is-small" : ""}">
    <span class="tile is-${order.product_kind}" aria-hidden="true">${PRODUCT_KINDS[order.product_kind]}</span>
    <span class="goods-words">
      <span class="goods-name">${order.product_name}</span>
      <span class="goods-paid">${stamp(order.paid_at)} ${ORDER.paidAt}</span>
      <span class="goods-price">
        <b><small>¥</small>${money(order.amount_fen)}</b>
        ${less && html`<span class="goods-paid">${ORDER.refundable(yuan(order.refundable_fen))}</span>`}
        ${order.express && html`<span class="badge">${ORDER.express}</span>`}
      </span>
    </span>
  </span>`;
}
