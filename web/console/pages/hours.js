// When people are on duty: every day's hours and the days that differ; a change is a version of its own.
import { exact, until } from "../../shared/format.js";
import { Icon } from "../../shared/icons.js";
import { html, useEffect, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useCommand } from "../command.js";
import { useDesk } from "../context.js";
import { Days, Span } from "./days.js";
import { Page } from "./frame.js";
import { HOURS, PAGE } from "./strings.js";

const PATH = "/v1/agent/hours";

export function HoursPage() {
  const { reader, me } = useDesk();
  const read = useRead(reader, PATH);
  return html`<${Page} title=${HOURS.title} lead=${HOURS.lead} read=${read} testid="hours">
    ${(data) => html`<div class="page-columns">
      <${Editor} key=${data.version} data=${data} may=${me.role === "supervisor"} />
      <${History} data=${data} />
    </div>`}
  <//>`;
}

function Editor({ data, may }) {
  const { busy, problem, run } = useCommand();
  const [hours, setHours] = useState({ opens: data.opens, closes: data.closes });
  const [days, setDays] = useState(() => data.days.map((day) => ({ ...day, id: day.date })));
  const [note, setNote] = useState("");
  useEffect(() => setNote(""), [data.version]);
  const wrong = wrongIn(hours, days);
  const changed = JSON.stringify([hours, bare(days)]) !== JSON.stringify([{ opens: data.opens, closes: data.closes }, bare(data.days)]);
  const ready = may && changed && !wrong && note.trim() && days.every((day) => day.date);
  const save = (event) => {
    event.preventDefault();
    if (!ready || busy) return;
    run(PATH, { version: data.version, ...hours, days: bare(days), note: note.trim() });
  };
  return html`<form class="panel form" onSubmit=${save}>
    <p class="hours-now is-${data.open ? "open" : "closed"}"><i class="dot ${data.open ? "is-online" : ""}"></i>
      ${data.open ? HOURS.open : HOURS.closed(until(data.next_open_at))}</p>
    <fieldset class="picker" disabled=${!may}>
      <legend>${HOURS.every}</legend>
      <${Span} value=${hours} set=${setHours} name=${HOURS.every} />
    </fieldset>
    <${Days} days=${days} set=${setDays} usual=${hours} may=${may} />
    ${may
      ? html`<label class="field"><span>${HOURS.why}</span>
          <input class="input" maxlength="200" value=${note} placeholder=${HOURS.whyHint} data-testid="hours-note"
            onInput=${(event) => setNote(event.target.value)} /></label>`
      : html`<p class="small">${PAGE.readOnly}</p>`}
    ${wrong && html`<p class="problem" role="alert"><${Icon} name="warn" size=${18} />${wrong}</p>`}
    ${problem && html`<p class="problem" role="alert" data-testid="problem"><${Icon} name="warn" size=${18} />${problem.detail || PAGE.failed}</p>`}
    ${may &&
    html`<div><button type="submit" class="button is-primary" disabled=${!ready || busy} data-testid="save-hours">
      ${busy ? PAGE.saving : PAGE.save}</button></div>`}
  </form>`;
}

const bare = (days) =>
  [...days]
    .map(({ date, opens, closes, note }) => ({ date, opens, closes, note: note ?? "" }))
    .sort((a, b) => a.date.localeCompare(b.date));

function wrongIn(hours, days) {
  if ([hours, ...days].some(({ opens, closes }) => opens !== null && opens >= closes)) return HOURS.wrong;
  const dates = days.map((day) => day.date).filter(Boolean);
  return new Set(dates).size < dates.length ? HOURS.twice : null;
}

function History({ data }) {
  if (!data.history.length) return null;
  return html`<section class="panel">
    <h3>${HOURS.history}</h3>
    <ol class="changes">
      ${data.history.map((one) => html`<li key=${one.version}>
        <b>${HOURS.version(one.version)} · ${HOURS.span(one.opens, one.closes)}${HOURS.special(one.days)}</b>
        <span>${one.note}</span>
        <small>${one.set_by} · ${exact(one.set_at)}</small>
      </li>`)}
    </ol>
  </section>`;
}
