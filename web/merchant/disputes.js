// The merchant's disputes: first those that wait for it, the most urgent on top.
import { stamp, yuan } from "../shared/format.js";
import { Due } from "../shared/marks.js";
import { html } from "../shared/markup.js";
import { useTick } from "../shared/ticking.js";
import { GROUPS, PAGE, STATES, TONES } from "./strings.js";

const OURS = new Set(["awaiting_merchant", "awaiting_merchant_evidence"]);
const groupOf = ({ state }) =>
  OURS.has(state) ? "ours" : state === "adjudication" || state === "awaiting_user_evidence" ? "others" : "done";

/** By when the merchant must act; null where it need not. */
export function dueOf(dispute) {
  if (dispute.state === "awaiting_merchant") return dispute.merchant_due_at;
  return dispute.state === "awaiting_merchant_evidence" ? dispute.evidence_due_at : null;
}

export function Badge({ state }) {
  return html`<span class="badge is-${TONES[state] ?? "waiting"}" data-testid="state"
    data-state=${state}>${STATES[state] ?? state}</span>`;
}

export function Disputes({ items, current, onOpen }) {
  const now = useTick(false);
  if (!items) return html`<nav class="list"><p class="blank" role="status">${PAGE.loading}</p></nav>`;
  if (!items.length) {
    return html`<nav class="list"><p class="blank"><b>${PAGE.empty}</b>${PAGE.emptyNote}</p></nav>`;
  }
  return html`<nav class="list" aria-label=${PAGE.title} data-testid="list">
    ${Object.entries(GROUPS).map(([key, name]) => {
      const group = items.filter((item) => groupOf(item) === key).sort((a, b) => (dueOf(a) ?? "").localeCompare(dueOf(b) ?? ""));
      if (!group.length) return null;
      return html`<section key=${key} aria-label=${name}>
        <h2>${name}<span>${group.length}</span></h2>
        ${group.map((item) => html`<button key=${item.dispute_no} type="button" class="row" data-testid="row" data-no=${item.dispute_no}
          aria-current=${item.dispute_no === current ? "true" : null} onClick=${() => onOpen(item.dispute_no)}>
          <span class="row-line"><b>${item.product_name}</b><b>${item.refund_amount_fen ? yuan(item.refund_amount_fen) : ""}</b></span>
          <span class="row-line">
            <span class="quiet">${dueOf(item) ? html`<${Due} due=${dueOf(item)} now=${now} />` : stamp(item.opened_at)}</span>
            <${Badge} state=${item.state} />
          </span>
        </button>`)}
      </section>`;
    })}
  </nav>`;
}
