// The sandbox's clock: where it stands, and turning it.
import { exact } from "../shared/format.js";
import { html, useEffect, useState } from "../shared/markup.js";
import { CLOCK } from "./strings.js";

/** `start`: the desk's present when the page was read; it runs on with real time. */
export function Clock({ start }) {
  const [drift, setDrift] = useState(() => new Date(start) - Date.now());
  const [, tick] = useState(0);
  const [word, setWord] = useState("");
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = Date.now() + drift;

  const turn = async (body) => {
    setWord(CLOCK.moving);
    try {
      const answer = await fetch("/demo/clock", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      setDrift(new Date((await answer.json()).now) - Date.now());
      setWord("");
    } catch {
      setWord(CLOCK.failed);
    }
  };
  const busy = word === CLOCK.moving;
  const picked = (event) => {
    event.preventDefault();
    const at = new FormData(event.target).get("at");
    if (at) turn({ now: `${at}:00+08:00` });
  };

  return html`<section class="clock" aria-labelledby="clock">
    <h2 id="clock">${CLOCK.title}</h2>
    <p class="person-note">${CLOCK.lead}</p>
    <p class="clock-now" data-testid="clock-now"><span class="hidden-text">${CLOCK.now} </span>${exact(now)}</p>
    <div class="clock-row">
      ${CLOCK.steps.map(({ label, seconds }) => html`<button type="button" class="button" key=${seconds} disabled=${busy}
        data-testid="clock-step" onClick=${() => turn({ advance_seconds: seconds })}>+ ${label}</button>`)}
      <button type="button" class="button" disabled=${busy} onClick=${() => turn({ now: new Date().toISOString() })}>${CLOCK.back}</button>
    </div>
    <form class="clock-row" onSubmit=${picked}>
      <label>${CLOCK.pick} <input type="datetime-local" name="at" required /></label>
      <button type="submit" class="button" disabled=${busy}>${CLOCK.move}</button>
    </form>
    <p class="clock-word" role="status">${word}</p>
  </section>`;
}
