// The days that differ from every day's hours: off, or open at other times.
import { now } from "../../shared/clock.js";
import { dayKey } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { newId } from "../../shared/ids.js";
import { html } from "../../shared/markup.js";
import { HOURS, PAGE } from "./strings.js";

const DAY_MS = 86_400_000;
// Half-hours of a day; the last one is midnight's neighbour, since a day ends within itself.
const TIMES = Array.from({ length: 48 }, (_, n) => `${String(n >> 1).padStart(2, "0")}:${n % 2 ? "30" : "00"}`);

/** From when until when, as two selects. */
export function Span({ value, set, name }) {
  const pick = (key, label) => html`<label class="span-field"><span class="hidden-text">${`${name} ${label}`}</span>
    <select class="input" value=${value[key]} data-testid=${key} onChange=${(event) => set({ ...value, [key]: event.target.value })}>
      ${TIMES.map((time) => html`<option key=${time} value=${time} selected=${time === value[key]}>${time}</option>`)}
    </select></label>`;
  return html`<div class="span">${pick("opens", HOURS.from)}<span aria-hidden="true">–</span>${pick("closes", HOURS.until)}</div>`;
}

/** `days`: `{id, date, opens, closes, note}`, both times null on a day off; `usual` are every day's hours. */
export function Days({ days, set, usual, may }) {
  const change = (id, more) => set(days.map((day) => (day.id === id ? { ...day, ...more } : day)));
  const add = () => set([...days, { id: newId(), date: dayKey(now() + DAY_MS), opens: null, closes: null, note: "" }]);
  return html`<fieldset class="picker" disabled=${!may} data-testid="days">
    <legend>${HOURS.days}</legend>
    <p class="field-hint">${HOURS.daysLead}</p>
    ${days.length === 0 && html`<p class="small">${HOURS.noDays}</p>`}
    ${days.map((day) => html`<div key=${day.id} class="day-row" data-testid="day">
      <input class="input" type="date" required value=${day.date} aria-label=${HOURS.day}
        onInput=${(event) => change(day.id, { date: event.target.value })} />
      <select class="input" aria-label=${`${day.date} ${HOURS.kind}`} value=${day.opens === null ? "off" : "other"}
        onChange=${(event) => change(day.id, event.target.value === "off" ? { opens: null, closes: null } : { ...usual })}>
        <option value="off" selected=${day.opens === null}>${HOURS.off}</option>
        <option value="other" selected=${day.opens !== null}>${HOURS.other}</option>
      </select>
      ${day.opens !== null && html`<${Span} value=${day} set=${(value) => change(day.id, value)} name=${day.date} />`}
      <input class="input day-note" maxlength="100" value=${day.note} placeholder=${HOURS.noteHint}
        aria-label=${`${day.date} ${HOURS.note}`} onInput=${(event) => change(day.id, { note: event.target.value })} />
      ${may &&
      html`<button type="button" class="icon-button" aria-label=${`${PAGE.remove} ${day.date}`}
        onClick=${() => set(days.filter((each) => each.id !== day.id))}><${Icon} name="close" size=${18} /></button>`}
    </div>`)}
    ${may &&
    html`<div><button type="button" class="button" data-testid="add-day" onClick=${add}><${Icon} name="plus" size=${16} />${HOURS.add}</button></div>`}
  </fieldset>`;
}
