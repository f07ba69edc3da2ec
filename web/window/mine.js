// All the buyer's refunds, the newest first.
import { Dialog } from "../shared/dialog.js";
import { stamp, yuan } from "../shared/format.js";
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { REASONS } from "../shared/words.js";
import { StateBadge } from "./cards/refund.js";
import { useDesk } from "./context.js";
import { Pending, useLoading } from "./loading.js";
import { currentNote } from "./refund_steps.js";
import { HEADER, MINE } from "./strings.js";

export function Mine({ onClose }) {
  const { session, openRefund, say } = useDesk();
  const { value, problem, again } = useLoading(async (signal) => {
    const [refunds, orders] = await Promise.all([
      session.api.get("/v1/customer/refunds", { signal }),
      session.api.get("/v1/customer/orders", { signal }),
    ]);
    return { refunds: refunds.items, names: new Map(orders.items.map((order) => [order.order_no, order.product_name])) };
  }, []);

  return html`<${Dialog} title=${MINE.title} closeLabel=${HEADER.close} testid="mine-panel" onClose=${onClose}>
    ${!value && html`<${Pending} problem=${problem} again=${again} />`}
    ${value?.refunds.length === 0 && html`<div class="blocked"><h3>${MINE.empty}</h3><p>${MINE.emptyNote}</p></div>`}
    ${value &&
    html`<ul class="mine-list">
      ${value.refunds.map((refund) => html`<li key=${refund.refund_no}>
        <${Line} refund=${refund} name=${value.names.get(refund.order_no)}
          open=${() => openRefund(refund.refund_no, "mine")} />
      </li>`)}
    </ul>`}
    <div class="mine-foot">
      <button type="button" class="button" onClick=${() => say(MINE.human)}><${Icon} name="chat" size=${18} />${MINE.human}</button>
      <p>${MINE.hours}</p>
    </div>
  <//>`;
}

function Line({ refund, name, open }) {
  const at = refund.submitted_at ?? refund.created_at;
  const note = currentNote(refund);
  return html`<button type="button" class="mine-line" data-testid="mine-refund" data-refund=${refund.refund_no} onClick=${open}>
    <span class="mine-top"><b>${name ?? refund.order_no}</b><${StateBadge} state=${refund.state} /></span>
    <span class="mine-mid"><span>${REASONS[refund.reason] ?? ""}</span><b>${yuan(refund.amount_fen ?? 0)}</b></span>
    <span class="mine-low">${note ?? refund.refund_no}${at && html`<span>${stamp(at)}</span>`}</span>
  </button>`;
}
