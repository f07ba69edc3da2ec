// A shop that embeds the refund window, as a platform would: its own page, its own sign-in, one script of ours.
import { stamp, yuan } from "../shared/format.js";
import { html, render, useEffect, useState } from "../shared/markup.js";
import { DELIVERY, PRODUCT_KINDS, REFUND_STATES, REFUND_TONES } from "../shared/words.js";
import { SHOP } from "./strings.js";

const buyer = new URLSearchParams(location.search).get("buyer") ?? "";

/** What a real shop's server would answer its signed-in customer. */
async function token() {
  const answer = await fetch(`/demo/token/${encodeURIComponent(buyer)}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return (await answer.json()).token;
}

async function load() {
  const headers = { Authorization: `Bearer ${await token()}` };
  const read = async (path) => {
    const answer = await fetch(path, { headers, cache: "no-store" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const [orders, refunds, cast] = await Promise.all([
    read("/v1/customer/orders"), read("/v1/customer/refunds"), read("/demo/people"),
  ]);
  const latest = new Map([...refunds.items].reverse().map((refund) => [refund.order_no, refund]));
  const name = cast.buyers.find((one) => one.customer_id === buyer)?.name ?? "";
  return { name, orders: orders.items.map((order) => ({ ...order, refund: latest.get(order.order_no) })) };
}

function Shop() {
  const [found, setFound] = useState(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const refresh = () => load().then(setFound, () => setFailed(true));
    refresh();
    addEventListener("focus", refresh); // back from the window: a refund may have moved
    return () => removeEventListener("focus", refresh);
  }, []);
  return html`<header class="shop-head">
      <div class="shop-bar">
        <strong>${SHOP.name}</strong><span class="shop-slogan">${SHOP.slogan}</span>
        <nav>
          <a href="/demo">${SHOP.back}</a>
          <button type="button" data-testid="service" onClick=${() => RefundDesk.open()}>${SHOP.service}</button>
        </nav>
      </div>
    </header>
    <main class="shop">
      <h1>${SHOP.orders}${found?.name && html`<small>${SHOP.hello(found.name)}</small>`}</h1>
      ${failed && !found && html`<p role="alert">${SHOP.failed}</p>`}
      ${found?.orders.length === 0 && html`<p>${SHOP.none}</p>`}
      <ul class="shop-orders">
        ${found?.orders.map((order) => html`<${Order} key=${order.order_no} order=${order} />`)}
      </ul>
    </main>`;
}

function Order({ order }) {
  const { refund } = order;
  const ask = () => RefundDesk.open({ orderNo: order.order_no, ...(refund && { topic: "check_refund_progress" }) });
  return html`<li class="shop-order" data-testid="order" data-order=${order.order_no}>
    <div class="shop-order-head">
      <span>${stamp(order.paid_at)}　${order.order_no}</span>
      <span>${DELIVERY[order.delivery]}</span>
    </div>
    <div class="shop-goods">
      <span class="shop-tile is-${order.product_kind}" aria-hidden="true">${PRODUCT_KINDS[order.product_kind]}</span>
      <span class="shop-name">${order.product_name}</span>
      <b>${yuan(order.amount_fen)}</b>
    </div>
    <div class="shop-order-foot">
      ${refund && html`<span class="badge is-${REFUND_TONES[refund.state] ?? "waiting"}">${REFUND_STATES[refund.state]}</span>`}
      <button type="button" class="button" data-testid="ask" onClick=${ask}>${refund ? SHOP.progress : SHOP.refund}</button>
    </div>
  </li>`;
}

render(html`<${Shop} />`, document.getElementById("shop"));
RefundDesk.mount({ token });
