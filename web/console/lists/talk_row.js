// One conversation in the list: who, how long they have waited, what they said last, and the button of an offer.
import { ago, clock } from "../../shared/format.js";
import { html } from "../../shared/markup.js";
import { useStore } from "../../shared/store.js";
import { stopwatch } from "../../shared/ticking.js";
import { DeclineDialog } from "../acts/talk_acts.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { go, href } from "../route.js";
import { isUnread } from "../seen.js";
import { TALKS } from "../strings.js";
import { TALK } from "../talk/strings.js";
import { HANDOFF_REASONS } from "../words.js";

const LONG_MS = 120_000;

export function TalkRow({ item, now, group, current }) {
  const { seen } = useDesk();
  const { upTo } = useStore(seen.store);
  const offered = group === "offered";
  const unread = group === "mine" && !current && isUnread(upTo, item);
  const waits = item.owner === "queue" && item.waiting_since_at;
  const waited = waits ? now - new Date(item.waiting_since_at) : 0;
  return html`<div class="row-place">
    <a class="row" href=${href({ section: "conversations", id: item.conversation_id })} data-testid="row"
      data-no=${item.conversation_id} aria-current=${current ? "true" : null}>
      <span class="row-line">
        <b class="row-who">${unread &&
        html`<i class="unread" data-testid="unread"><span class="hidden-text">${TALKS.unread}</span></i>`}${item.customer_name}</b>
        ${waits
          ? html`<span class="row-end due ${waited > LONG_MS ? "is-late" : ""}">${TALKS.waited(stopwatch(waited))}</span>`
          : html`<span class="row-end">${ago(item.updated_at, now)}</span>`}
      </span>
      <span class="row-text">${item.last_text ?? TALKS.quiet}</span>
      ${item.handoff_state &&
      html`<span class="row-line">
        <span class="row-foot"><span class="chip">${HANDOFF_REASONS[item.reason_code] ?? item.reason_code}</span></span>
        ${item.position && html`<span class="row-foot">${TALKS.position(item.position)}</span>`}
        ${item.handoff_state === "on_hold" && item.hold_until_at &&
        html`<span class="row-foot ${new Date(item.hold_until_at) < now ? "due is-late" : ""}">
          ${TALKS.held(clock(item.hold_until_at))}
        </span>`}
      </span>`}
    </a>
    ${offered && html`<${Offer} item=${item} now=${now} />`}
  </div>`;
}

function Offer({ item, now }) {
  const { act } = useDesk();
  const { busy, run } = useCommand();
  const left = Math.max(0, Math.ceil((new Date(item.offer_expires_at) - now) / 1000));
  const at = (event) => `/v1/agent/conversations/${encodeURIComponent(item.conversation_id)}/${event}`;
  const accept = async () => {
    if (await run(at("accept"), {})) go({ section: "conversations", id: item.conversation_id });
  };
  return html`<div class="offer-acts">
    <button type="button" class="button is-primary" disabled=${busy} data-testid="accept-offer"
      onClick=${accept}>${TALKS.acceptIn(left)}</button>
    <button type="button" class="button" data-testid="decline-offer"
      onClick=${() => act({ dialog: DeclineDialog, at })}>${TALK.decline}</button>
  </div>`;
}
