// The pictures of a case: small ones that open large, and what the check read in each beside what the order says.
import { stamp, yuan } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { Picture } from "../../shared/pictures.js";
import { EVIDENCE_STATES } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { Part } from "../marks.js";
import { VIEWER } from "../strings.js";
import { kindNames } from "../talk/cards.js";
import { FACTS, FACT_STATES } from "../words.js";
import { CASE } from "./strings.js";

const TONES = { accepted: "good", retake: "asks", refused: "bad" };
const BOXES = { seen: "good", differs: "bad" };
const STRANGE = new Set(["differs", "unclear", "cut"]);

/** `refund` gives the order's own values to compare with; without it the pictures stand alone. */
export function Evidence({ items, title, refund }) {
  const { view } = useDesk();
  const kept = items.filter((item) => !item.removed_at);
  const shown = kept.map((item) => ({
    path: item.picture, caption: captionOf(item), rotation: item.check?.rotation, boxes: boxesOf(item), others: othersOf(item),
    about: (refund || read(item).length > 0 || findingsOf(item).length > 0) && html`<${Read} item=${item} refund=${refund} />`,
  }));
  return html`<${Part} title=${title} wide testid="evidence">
    ${items.length === 0 && html`<p class="small">${CASE.noEvidence}</p>`}
    <ul class="evidence">
      ${items.map((item) => html`<li key=${item.evidence_id} data-testid="evidence-item">
        ${item.removed_at
          ? html`<span class="thumbnail"><span class="picture is-gone">${CASE.deleted}</span></span>`
          : html`<${Thumb} item=${item} onOpen=${() => view(shown, kept.indexOf(item))} />`}
        <div class="evidence-words">
          <p class="row-line">
            <b>${kindNames(item.kinds)}</b>
            <span class="badge is-${TONES[item.state] ?? "waiting"}">${EVIDENCE_STATES[item.state] ?? item.state}</span>
          </p>
          <p class="small">${CASE.uploaded(stamp(item.uploaded_at))}${item.from === "merchant" && ` · ${CASE.fromMerchant}`}${
            refund && attemptOf(item, refund.history)}</p>
          ${item.removed_at && html`<p class="small" data-testid="removed">${VIEWER.gone} · ${stamp(item.removed_at)}</p>`}
          <${Read} item=${item} refund=${refund} />
        </div>
      </li>`)}
    </ul>
  <//>`;
}

function captionOf(item) {
  return [kindNames(item.kinds), CASE.uploaded(stamp(item.uploaded_at)), item.sha256 && CASE.sha(`${item.sha256.slice(0, 8)}…`)]
    .filter(Boolean)
    .join(" · ");
}

/** Which attempt it was sent for, once there were several. */
function attemptOf(item, history = []) {
  const handedIn = history.filter(({ event }) => event === "submit" || event === "resubmit").map(({ at }) => at);
  const before = handedIn.filter((at) => at < item.uploaded_at).length;
  if (handedIn.length < 2 && before === 0) return null;
  return ` · ${before < handedIn.length ? CASE.attempt(before + 1) : CASE.added}`;
}

/** What was read, where it stands, and whether it agrees with the order. */
function boxesOf(item) {
  return Object.entries(item.check?.facts ?? {})
    .filter(([, fact]) => fact.box)
    .map(([field, { box, status }]) => ({ box, label: FACTS[field] ?? field, tone: BOXES[status] ?? "warn" }));
}

/** The pictures of other cases that this one resembles, each once. */
function othersOf(item) {
  const flags = (item.flags ?? []).filter((flag) => flag.evidence_id);
  return [...new Map(flags.map((flag) => [flag.evidence_id, flag])).values()].map((flag) => ({
    path: `/v1/agent/evidence/${flag.evidence_id}/picture`, caption: flag.text, rotation: flag.rotation,
  }));
}

function Thumb({ item, onOpen }) {
  const { pictures } = useDesk();
  const what = kindNames(item.kinds);
  return html`<button type="button" class="thumbnail" aria-label=${CASE.openOf(what)} data-testid="thumbnail" onClick=${onOpen}>
    <${Picture} pictures=${pictures} path=${`${item.picture}?size=small`} alt="" gone=${VIEWER.gone} />
    <${Icon} name="zoom" size=${16} />
  </button>`;
}

/** What was read, beside the order where there is one, and what strikes about it. */
function Read({ item, refund }) {
  const rows = read(item);
  return html`${rows.length > 0 && html`<${Compared} rows=${rows} order=${refund?.order}
    wanted=${refund?.order_facts.requested} />`}${refund && !rows.length && html`<p class="small">${CASE.noFacts}</p>`}<${Findings}
    item=${item} />`;
}

/** The fields that the picture says something about. */
function read(item) {
  return Object.entries(item.check?.facts ?? {}).filter(([, { value, status }]) => (value ?? null) !== null || status !== "missing");
}

/** Field by field: on the picture, on the order if it is given, and whether they agree. */
function Compared({ rows, order, wanted }) {
  return html`<table class="compared" data-testid="compared">
    <thead><tr><th scope="col">${CASE.field}</th><th scope="col">${CASE.onPicture}</th>${order && html`<th
      scope="col">${CASE.onOrder}</th>`}</tr></thead>
    <tbody>
      ${rows.map(([field, { value, status }]) => html`<tr
        key=${field}
        class=${STRANGE.has(status) ? "is-strange" : ""}
        data-status=${status}
      >
        <th scope="row">${FACTS[field] ?? field}</th>
        <td>${told(field, value) ?? CASE.none}${status !== "seen" && html` <em>${FACT_STATES[status] ?? status}</em>`}</td>
        ${order && html`<td>${told(field, onOrder(field, order, wanted)) ?? CASE.none}</td>`}
      </tr>`)}
    </tbody>
  </table>`;
}

function onOrder(field, order, wanted) {
  if (field === "transaction_id") return order.payments.map((payment) => payment.transaction_id).join(" ");
  if (field === "account") return wanted?.account;
  return { order_no: order.order_no, paid_at: order.paid_at, amount_fen: order.amount_fen }[field];
}

function told(field, value) {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.map((each) => told(field, each)).join("，");
  if (field === "amount_fen") return yuan(Number(value));
  if (field === "paid_at" && !Number.isNaN(new Date(value).getTime())) return stamp(value);
  return String(value);
}

const findingsOf = (item) => [...(item.check?.findings ?? []), ...(item.flags ?? [])];

function Findings({ item }) {
  const found = findingsOf(item);
  if (!found.length) return null;
  return html`<ul class="findings">
    ${found.map((each, at) => html`<li key=${at}><${Icon} name="warn" size=${16} />${each.advice ?? each.text ?? each.code}</li>`)}
  </ul>`;
}
