// A telephone call that was promised.
import { clock, dayName } from "../../shared/format.js";
import { now } from "../../shared/clock.js";
import { html } from "../../shared/markup.js";
import { CALLBACK_STATES } from "../../shared/words.js";
import { CALLBACK } from "../strings.js";
import { Rows } from "./confirm.js";

const SLOT_MS = 30 * 60_000;
const TONES = { completed: "good", unreachable: "asks", cancelled: "quiet" };

export function CallbackCard({ card, title }) {
  const end = new Date(card.slot_start_at).getTime() + SLOT_MS;
  const slot = `${dayName(card.slot_start_at, now())} ${clock(card.slot_start_at)}–${clock(end)}`;
  return html`<div class="card-title">
      <h3>${title ?? CALLBACK.title}</h3>
      <span class="badge is-${TONES[card.state] ?? "waiting"}">${CALLBACK_STATES[card.state] ?? card.state}</span>
    </div>
    <${Rows}
      rows=${[
        { label: CALLBACK.phone, value: card.phone },
        { label: CALLBACK.slot, value: slot },
        { label: CALLBACK.no, value: card.callback_no },
      ]}
    />`;
}
