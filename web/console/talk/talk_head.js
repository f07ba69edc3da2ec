// Who this conversation is with, who holds it, and the moves between people and 小云.
import { clock } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html } from "../../shared/markup.js";
import { stopwatch, useTick } from "../../shared/ticking.js";
import {
  DeclineDialog, HoldDialog, ReassignDialog, ResolveDialog, ReturnDialog, TakeDialog, TransferDialog,
} from "../acts/talk_acts.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { Head } from "../head.js";
import { href } from "../route.js";
import { TALKS } from "../strings.js";
import { HANDOFF_REASONS, OWNERS } from "../words.js";
import { TALK } from "./strings.js";

export function TalkHead({ id, talk, frame }) {
  return html`<${Head} frame=${frame} title=${talk?.customer_name || TALKS.title}
    sub=${talk && html`<${Standing} talk=${talk} />`}>
    ${talk && !frame.side && html`<${Moves} id=${id} talk=${talk} />`}
    ${talk && frame.side &&
    html`<a class="link" href=${href({ section: "conversations", id })}>${TALK.talk}<${Icon} name="next" size=${16} /></a>`}
  <//>`;
}

function Standing({ talk }) {
  const { me } = useDesk();
  const { owner, handoff } = talk;
  const now = useTick();
  if (talk.status !== "open") return TALKS.ended;
  if (owner === "agent") {
    if (handoff?.handoff_state === "on_hold") return TALK.heldUntil(clock(handoff.hold_until_at));
    return talk.owner_id === me.username ? TALK.mineNow : TALK.withName(talk.owner_name ?? talk.owner_id);
  }
  if (owner === "queue" && handoff) {
    const waited = TALKS.waited(stopwatch(now - new Date(handoff.waiting_since_at)));
    return html`${OWNERS.queue} · <span
      class="due is-late">${waited}</span> · ${HANDOFF_REASONS[handoff.reason_code] ?? handoff.reason_code}`;
  }
  return `${OWNERS[owner]} · ${clock(talk.updated_at)}`;
}

/** What this person may do with the conversation now. */
function Moves({ id, talk }) {
  const { me, serves, act } = useDesk();
  const { busy, problem, run } = useCommand();
  if (!serves) return null;
  const at = (event) => `/v1/agent/conversations/${encodeURIComponent(id)}/${event}`;
  const { owner, handoff } = talk;
  const supervisor = me.role === "supervisor";

  const open = (dialog) => () => act({ dialog, id, at, holder: talk.owner_id });
  const trouble = problem && html`<span class="head-problem" role="alert">${problem.detail}</span>`;
  const reassign = supervisor &&
    html`<button type="button" class="button" data-testid="reassign" onClick=${open(ReassignDialog)}>${TALK.reassign}</button>`;

  if (owner !== "agent") {
    const offered = handoff?.handoff_state === "offered";
    const mine = offered && handoff.offered_to === me.username;
    return html`${trouble}${reassign}
      ${mine && html`<button type="button" class="button" data-testid="decline" onClick=${open(DeclineDialog)}>${TALK.decline}</button>`}
      <button type="button" class="button is-primary" disabled=${busy || (offered && !mine && !supervisor)} data-testid="accept"
        onClick=${() => run(at("accept"), {})}>
        ${owner === "queue" ? TALK.accept : TALK.takeOver}
      </button>`;
  }
  if (talk.owner_id !== me.username) {
    return supervisor && html`${reassign}
      <button type="button" class="button is-primary" data-testid="take" onClick=${open(TakeDialog)}>${TALK.take}</button>`;
  }
  const held = handoff?.handoff_state === "on_hold";
  return html`${trouble}
    ${held
      ? html`<button type="button" class="button is-primary" disabled=${busy} data-testid="resume"
        onClick=${() => run(at("resume"), {})}>${TALK.resume}</button>`
      : html`<button type="button" class="button" data-testid="hold" onClick=${open(HoldDialog)}>${TALK.hold}</button>`}
    <button type="button" class="button" data-testid="transfer" onClick=${open(TransferDialog)}>${TALK.transfer}</button>
    ${!held &&
    html`<button type="button" class="button" data-testid="return" onClick=${open(ReturnDialog)}>${TALK.giveBack}</button>
      <button type="button" class="button is-primary" data-testid="resolve"
        onClick=${open(ResolveDialog)}>${TALK.resolve}</button>`}`;
}
