// The order as the platform mirrors it, and the buyer it belongs to.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { Copied, Part } from "../marks.js";
import { STANDING, SUPPLIER } from "../words.js";
import { channelName } from "./payments.js";
import { CASE } from "./strings.js";

const at = (moment) => moment && stamp(moment);

export function OrderPart({ refund }) {
  const { order, order_facts: facts } = refund;
  return html`<${Part} title=${CASE.order} testid="order">
    <${Facts} rows=${[
      [CASE.product, order.product_name],
      [CASE.order, html`<${Copied} text=${order.order_no} />`],
      [CASE.payments, order.payments.map((each) => `${channelName(each)} ${yuan(each.amount_fen)}`).join("，")],
      [CASE.paidAt, at(order.paid_at)],
      [CASE.shippedAt, at(order.shipped_at) ?? CASE.none],
      [CASE.confirmedAt, at(order.confirmed_at)],
      [CASE.supplier, SUPPLIER[facts.supplier_record ?? "none"]],
      [CASE.expiresAt, at(facts.expires_at)],
      [CASE.advertised, at(facts.advertised_valid_until)],
      [CASE.requested, account(facts.requested)],
      [CASE.delivered, account(facts.delivered)],
      [CASE.merchant, refund.merchant_name],
    ]} />
  <//>`;
}

function account(found) {
  if (!found?.account && !found?.amount_fen) return null;
  return [found.account, found.amount_fen && yuan(found.amount_fen)].filter(Boolean).join(" · ");
}

export function Standing({ standing }) {
  return html`<span class="badge is-${standing === "restricted" ? "bad" : "good"}">${STANDING[standing] ?? standing}</span>`;
}

export function BuyerPart({ customer }) {
  return html`<${Part} title=${CASE.buyer} testid="buyer">
    <p class="buyer-line">
      <b>${customer.name}</b>
      <${Standing} standing=${customer.standing} />
    </p>
    <p class="small">${CASE.history(customer.refunds, customer.refunded, customer.rejected)}</p>
  <//>`;
}
