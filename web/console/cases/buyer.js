// Beside a conversation or a callback: the buyer, what 小云 learned, their refunds, orders and earlier talks; a refund or an
// earlier talk opens in its place.
import { yuan } from "../../shared/format.js";
import { Due } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useTick } from "../../shared/ticking.js";
import { DELIVERY, REASONS, REFUND_STATES } from "../../shared/words.js";
import { ExpressDialog, FileDialog } from "../acts/order_acts.js";
import { useDesk } from "../context.js";
import { Head } from "../head.js";
import { dueOf } from "../lists/rows.js";
import { Badge, Part } from "../marks.js";
import { href } from "../route.js";
import { Standing } from "./order.js";
import { Packet } from "./packet.js";
import { PastTalk, PastTalks } from "./past_talk.js";
import { RefundCase } from "./refund.js";
import { BUYER } from "./strings.js";

/** `found`: the conversation or callback as it was read, which names its buyer. */
export function BuyerSide({ found, route, frame }) {
  const { reader } = useDesk();
  const { data: buyer } = useRead(reader, found && `/v1/agent/customers/${encodeURIComponent(found.customer_id)}`);
  if (route.refund) {
    const back = { back: href({ ...route, refund: null }), side: true, within: true };
    return html`<${RefundCase} key=${route.refund} no=${route.refund} frame=${back} />`;
  }
  if (route.talk) {
    const back = { back: href({ ...route, talk: null }), side: true, within: true };
    return html`<${PastTalk} key=${route.talk} no=${route.talk} frame=${back} />`;
  }
  return html`<div class="case-frame">
    <${Head} frame=${frame} title=${BUYER.title} sub=${buyer?.customer_id} />
    <div class="case-body"><div class="case">
      ${buyer && html`<${Who} buyer=${buyer} handoff=${found.handoff} route=${route} />
        <${Refunds} refunds=${buyer.refunds} route=${route} />
        <${PastTalks} talks=${buyer.talks} route=${route} />
        <${Orders} orders=${buyer.orders} />`}
    </div></div>
  </div>`;
}

const OPEN = new Set(["queued", "offered", "connected", "on_hold"]);

function Who({ buyer, handoff, route }) {
  return html`<section class="sum is-wide">
      <div class="sum-money"><strong>${buyer.name}</strong></div>
      <${Standing} standing=${buyer.standing} />
    </section>
    ${OPEN.has(handoff?.handoff_state) && html`<${Packet} handoff=${handoff} route=${route} />`}`;
}

function Refunds({ refunds, route }) {
  const now = useTick(false);
  return html`<${Part} title=${BUYER.refunds} wide testid="buyer-refunds">
    ${refunds.length === 0 && html`<p class="small">${BUYER.noRefunds}</p>`}
    <ul class="papers">
      ${refunds.map((refund) => html`<li key=${refund.refund_no}>
        <a href=${href({ ...route, refund: refund.refund_no, pane: "side" })} data-testid="buyer-refund"
          data-no=${refund.refund_no}>
          <span class="row-line"><b>${refund.product_name}</b><b>${refund.amount_fen ? yuan(refund.amount_fen) : ""}</b></span>
          <span class="row-line">
            <span class="row-foot">${REASONS[refund.reason] ?? ""} <${Due} due=${dueOf(refund)} now=${now} /></span>
            <${Badge} state=${refund.state} names=${REFUND_STATES} />
          </span>
        </a>
      </li>`)}
    </ul>
  <//>`;
}

function standing({ express, eligibility }) {
  if (express) return BUYER.expressOn;
  return eligibility.self_service ? BUYER.claimable : BUYER.blocked;
}

function Orders({ orders }) {
  const { act, me } = useDesk();
  const agent = me.role === "agent";
  return html`<${Part} title=${BUYER.orders} wide testid="buyer-orders">
    ${orders.length === 0 && html`<p class="small">${BUYER.noOrders}</p>`}
    <ul class="papers">
      ${orders.map((order) => html`<li key=${order.order_no}>
        <span class="row-line"><b>${order.product_name}</b><b>${yuan(order.amount_fen)}</b></span>
        <span class="row-line">
          <span class="row-foot">${order.order_no} · ${DELIVERY[order.delivery] ?? order.delivery}</span>
          <span class="row-foot">${standing(order)}</span>
        </span>
        ${(agent || me.role === "supervisor") &&
        html`<span class="paper-acts">
          ${agent &&
          html`<button type="button" class="link" data-testid="file-for-buyer"
            onClick=${() => act({ dialog: FileDialog, order })}>${BUYER.file}</button>`}
          ${!order.express && order.delivery === "undelivered" &&
          html`<button type="button" class="link" data-testid="open-express"
            onClick=${() => act({ dialog: ExpressDialog, order })}>${BUYER.express}</button>`}
        </span>`}
      </li>`)}
    </ul>
  <//>`;
}
