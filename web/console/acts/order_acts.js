// What an agent may do on an order for its buyer: file through an override, open express.
import { html, useState } from "../../shared/markup.js";
import { REASONS } from "../../shared/words.js";
import { BUYER, CASE } from "../cases/strings.js";
import { go } from "../route.js";
import { FormDialog } from "./form_dialog.js";
import { ACT, MEANS } from "./strings.js";

export function FileDialog({ order, onClose }) {
  const [reason, setReason] = useState("other");
  const filed = (refund) => go({ section: "refunds", id: refund.refund_no });
  return html`<${FormDialog} title=${BUYER.file} means=${MEANS.file} path="/v1/agent/refunds"
    needs=${["override!", "note!"]} extra=${{ order_no: order.order_no, reason }} onDone=${filed} onClose=${onClose}>
    <label class="field">
      <span>${CASE.reason}<small>${ACT.required}</small></span>
      <select class="input" value=${reason} data-testid="reason" onChange=${(event) => setReason(event.target.value)}>
        ${Object.entries(REASONS).map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
      </select>
    </label>
  <//>`;
}

export function ExpressDialog({ order, onClose }) {
  return html`<${FormDialog} title=${BUYER.express} means=${MEANS.express} needs=${[]}
    path=${`/v1/agent/orders/${encodeURIComponent(order.order_no)}/express`} onClose=${onClose}>
    <p class="means">${order.product_name} · ${order.order_no}</p>
  <//>`;
}
