// One refund in full: where it stands, every deadline, the decision, where the money went, what was done.
import { Dialog } from "../shared/dialog.js";
import { deadline, span, stamp, yuan } from "../shared/format.js";
import { html } from "../shared/markup.js";
import { Timeline } from "../shared/timeline.js";
import { PATHS, REASONS } from "../shared/words.js";
import { Missing, StateBadge } from "./cards/refund.js";
import { Rows } from "./cards/confirm.js";
import { useDesk } from "./context.js";
import { Pending, useLoading } from "./loading.js";
import { Thumbnail, kindNames } from "./my_picture.js";
import { actionsOf, dueOf } from "./refund_actions.js";
import { Decision, Payouts, Related } from "./refund_parts.js";
import { stepWords } from "./refund_steps.js";
import { HEADER, REFUND } from "./strings.js";

export function RefundPanel({ no, entries, onClose, onBack }) {
  const { session } = useDesk();
  // A milestone in the thread means that the case has moved on.
  const moves = entries.filter((entry) => entry.card?.refund_no === no).length;
  const { value, problem, again } = useLoading(async (signal) => {
    const refund = await session.api.get(`/v1/customer/refunds/${encodeURIComponent(no)}`, { signal });
    const order = await session.api.get(`/v1/customer/orders/${encodeURIComponent(refund.order_no)}`, { signal });
    return { refund, name: order.product_name };
  }, [no, moves]);
  return html`<${Dialog} title=${REFUND.detail} closeLabel=${HEADER.close} backLabel=${HEADER.back} testid="refund-panel"
    onClose=${onClose} onBack=${onBack}>
    ${value ? html`<${Whole} refund=${value.refund} name=${value.name} />` : html`<${Pending} problem=${problem} again=${again} />`}
  <//>`;
}

function Whole({ refund, name }) {
  const { say } = useDesk();
  const due = dueOf(refund).map((key) => ({ label: REFUND.due[key], value: refund[key] && deadline(refund[key]) }));
  const arrival = refund.arrival && span(refund.arrival.earliest_at, refund.arrival.latest_at);
  const dates = [...due, { label: REFUND.arrival, value: arrival }].filter((row) => row.value);
  const actions = actionsOf(refund);
  return html`<section class="panel-top" data-state=${refund.state}>
      <div><b class="panel-amount">${yuan(refund.amount_fen ?? 0)}</b><${StateBadge} state=${refund.state} /></div>
      <span>${name}</span>
    </section>
    ${actions.length > 0 &&
    html`<div class="panel-actions" role="group" aria-label=${REFUND.actions}>
      ${actions.map((action) => html`<button type="button" class="button" key=${action.label}
        onClick=${() => say(action.text(refund.refund_no))}>${action.label}</button>`)}
    </div>`}
    <${Timeline} steps=${stepWords(refund)} label=${REFUND.card} />
    ${!refund.requested_items?.length && html`<${Missing} groups=${refund.missing_evidence} />`}
    <${Decision} refund=${refund} />
    ${dates.length > 0 && html`<${Section} title=${REFUND.deadlines}><${Rows} rows=${dates} /><//>`}
    ${refund.payouts?.length > 0 && html`<${Section} title=${REFUND.payouts}><${Payouts} payouts=${refund.payouts} /><//>`}
    <${Related} refund=${refund} />
    ${refund.evidence?.length > 0 && html`<${Section} title=${REFUND.evidence}><${Evidence} items=${refund.evidence} /><//>`}
    <${Section} title=${REFUND.form}>
      <${Rows} rows=${[
        { label: REFUND.no, value: refund.refund_no },
        { label: REFUND.order, value: refund.order_no },
        { label: REFUND.reason, value: REASONS[refund.reason] },
        { label: REFUND.path, value: PATHS[refund.path] },
        { label: REFUND.submitted, value: refund.submitted_at && stamp(refund.submitted_at) },
        { label: REFUND.description, value: refund.description },
      ]} />
    <//>
    ${refund.timeline?.length > 0 &&
    html`<${Section} title=${REFUND.history}>
      <ol class="history">
        ${[...refund.timeline].reverse().map((row) => html`<li><time datetime=${row.at}>${stamp(row.at)}</time><span>${row.text}</span></li>`)}
      </ol>
    <//>`}`;
}

export function Section({ title, children }) {
  return html`<section class="panel-part"><h3>${title}</h3>${children}</section>`;
}

function Evidence({ items }) {
  return html`<div class="thumbnails">
    ${items.map((item) => html`<${Thumbnail} key=${item.evidence_id} caption=${kindNames(item.kinds)}
      path=${`/v1/customer/evidence/${encodeURIComponent(item.evidence_id)}/picture`} />`)}
  </div>`;
}
