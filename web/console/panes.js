// The two columns beside a list: what the address names, and what belongs to it.
import { Icon } from "../shared/icons.js";
import { html } from "../shared/markup.js";
import { useRead } from "../shared/reader.js";
import { BuyerSide } from "./cases/buyer.js";
import { CallbackCase } from "./cases/callback.js";
import { ChargebackCase } from "./cases/chargeback.js";
import { CompensationCase } from "./cases/compensation.js";
import { DisputeCase } from "./cases/dispute.js";
import { ExpediteCase } from "./cases/expedite.js";
import { PayoutCase } from "./cases/payout.js";
import { RefundCase } from "./cases/refund.js";
import { CASE } from "./cases/strings.js";
import { useDesk } from "./context.js";
import { Head } from "./head.js";
import { href } from "./route.js";
import { SECTIONS } from "./sections.js";
import { Talk } from "./talk/index.js";
import { TALK } from "./talk/strings.js";

const MAINS = {
  conversations: ({ id, frame }) => html`<${Talk} id=${id} frame=${frame} />`,
  refunds: ({ id, frame }) => html`<${RefundCase} no=${id} frame=${frame} />`,
  disputes: ({ id, frame }) => html`<${DisputeCase} no=${id} frame=${frame} />`,
  callbacks: ({ id, frame }) => html`<${CallbackCase} no=${id} frame=${frame} />`,
  expedites: ({ id, frame }) => html`<${ExpediteCase} no=${id} frame=${frame} />`,
  payouts: ({ id, frame }) => html`<${PayoutCase} no=${id} frame=${frame} />`,
  compensations: ({ id, frame }) => html`<${CompensationCase} no=${id} frame=${frame} />`,
  chargebacks: ({ id, frame }) => html`<${ChargebackCase} no=${id} frame=${frame} />`,
};

/** What stands beside each room's case: `of` answers the number there, from the case as it was read. */
const SIDES = {
  conversations: { name: TALK.papers, of: (found) => found.customer_id, Pane: BuyerSide },
  refunds: { name: TALK.talk, of: (found) => found.conversation_id, Pane: TalkSide },
  expedites: { name: CASE.refund, of: (found) => found.refund_no, Pane: RefundSide },
  disputes: { name: CASE.refund, of: (found) => found.refund_no, Pane: RefundSide },
  callbacks: { name: TALK.papers, of: (found) => found.customer_id, Pane: BuyerSide },
  payouts: { name: CASE.refund, of: (found) => found.refund_no, Pane: RefundSide },
  chargebacks: { name: TALK.papers, of: (found) => found.customer_id, Pane: BuyerSide },
  compensations: { name: TALK.papers, of: (found) => found.dispute_no, Pane: DisputeSide },
};

export function Main({ route }) {
  const { section, id, tab, filter } = route;
  if (!id) {
    const words = section === "conversations" ? TALK.pick : CASE.pick;
    return html`<section class="main is-empty"><p class="blank"><${Icon} name=${SECTIONS[section].icon} size=${40} />${words}</p></section>`;
  }
  const Pane = MAINS[section];
  const frame = {
    back: href({ section, tab, filter }),
    aside: { href: href({ ...route, pane: "side" }), name: SIDES[section].name },
  };
  return html`<section class="main" data-testid="main"><${Pane} id=${id} frame=${frame} /></section>`;
}

export function Side({ route }) {
  const { section, id } = route;
  const { reader } = useDesk();
  const { data } = useRead(reader, id && `/v1/agent/${section}/${encodeURIComponent(id)}`);
  if (!id) return null;
  const { of, Pane } = SIDES[section];
  const frame = { back: href({ ...route, pane: null }), side: true };
  const no = data && of(data);
  return html`<section class="side" aria-label=${SIDES[section].name} data-testid="side">
    ${no && html`<${Pane} no=${no} found=${data} route=${route} frame=${frame} />`}
    ${data && !no && html`<${Head} frame=${frame} title=${SIDES[section].name} /><p class="blank">${TALK.none}</p>`}
  </section>`;
}

function TalkSide({ no, frame }) {
  return html`<${Talk} id=${no} frame=${frame} />`;
}

function RefundSide({ no, frame }) {
  return html`<${RefundCase} no=${no} frame=${frame} />`;
}

function DisputeSide({ no, frame }) {
  return html`<${DisputeCase} no=${no} frame=${frame} />`;
}
