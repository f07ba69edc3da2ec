// What came with a request for a person: why, what 小云 was doing and had learned, the case with its verdict, what to do next.
import { stamp, yuan } from "../../shared/format.js";
import { Facts } from "../../shared/marks.js";
import { html } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { EVIDENCE_STATES, REASONS, REFUND_STATES } from "../../shared/words.js";
import { useDesk } from "../context.js";
import { Badge, Part } from "../marks.js";
import { href } from "../route.js";
import { kindNames } from "../talk/cards.js";
import { CAUSES, DECIDED, HANDOFF_REASONS } from "../words.js";
import { ASKING, DOING, LEARNED, NEXT, NEXT_BY_REASON, PACKET } from "./packet_strings.js";
import { BUYER } from "./strings.js";

const OVER = new Set(["closed", "cancelled", "abandoned", "draft", "rejected_final"]);

/** `handoff`: the open request with its packet. The case is the one they spoke of, else the buyer's newest that goes on. */
export function Packet({ handoff, route }) {
  const { reader } = useDesk();
  const { agenda, order, asked, said, refunds = [], case: known } = handoff.packet ?? {};
  const no = known?.refund_no ?? agenda?.refund_no ?? refunds.find(({ state }) => !OVER.has(state))?.refund_no;
  const { data: refund } = useRead(reader, no && `/v1/agent/refunds/${encodeURIComponent(no)}`);
  return html`<${Part} title=${BUYER.packet} wide testid="packet">
    <${Facts} rows=${[
      [BUYER.why, HANDOFF_REASONS[handoff.reason_code] ?? handoff.reason_code],
      [BUYER.since, stamp(handoff.waiting_since_at)],
      [PACKET.order, order && `${order.product_name} · ${yuan(order.paid_fen)}${order.frozen ? PACKET.frozen : ""}`],
      ...learned(agenda),
      [PACKET.asked, asked?.at(-1)?.text],
      [PACKET.said, said?.length > 0 && html`<ul class="plain">${said.slice(-3).map(({ seq, text }) => html`<li key=${seq}>${text}</li>`)}</ul>`],
      ...(refund ? ofCase(refund, route) : []),
    ]} />
    <p class="packet-next" data-testid="packet-next"><b>${PACKET.next}</b>${next(handoff, refund)}</p>
  <//>`;
}

/** What the assistant was in the middle of, as far as it can be said in words. */
function learned(agenda) {
  if (!agenda) return [];
  const said = Object.entries(LEARNED).map(([key, name]) => [name, key === "reason" ? REASONS[agenda[key]] : agenda[key]]);
  const at = [[PACKET.doing, DOING[agenda.doing]], [PACKET.asking, ASKING[agenda.asking]]];
  return [...at, ...said].filter(([, value]) => typeof value === "string" && value);
}

function ofCase(refund, route) {
  const { decision_trace: trace, evidence, missing_evidence: missing } = refund;
  const causes = [trace?.code, ...(trace?.blocked_by ?? []), ...(trace?.manual_causes ?? [])].filter(Boolean);
  const pictures = evidence.map(({ kinds, state }) => `${kindNames(kinds)}（${EVIDENCE_STATES[state] ?? state}）`);
  return [
    [PACKET.refund, html`<a class="link" href=${href({ ...route, refund: refund.refund_no, pane: "side" })}
      data-testid="packet-refund">${refund.order.product_name} ${refund.amount_fen ? yuan(refund.amount_fen) : ""}</a>
      <${Badge} state=${refund.state} names=${REFUND_STATES} />`],
    [PACKET.verdict, trace && [DECIDED[trace.outcome], ...new Set(causes.map((code) => CAUSES[code] ?? code))].filter(Boolean).join(" · ")],
    [PACKET.rules, trace?.rule_ids?.join(" ")],
    [PACKET.evidence, pictures.length ? pictures.join("、") : PACKET.noEvidence],
    [PACKET.missing, missing.map(kindNames).join("、")],
  ];
}

const next = (handoff, refund) => NEXT[refund?.state] ?? NEXT_BY_REASON[handoff.reason_code] ?? PACKET.ask;
