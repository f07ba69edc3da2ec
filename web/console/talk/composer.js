// The line to write on: to the buyer, or a note among ourselves.
import { html, useEffect, useRef, useState } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { COMPOSER, PHRASES } from "./strings.js";

const MOST = 2000;
const TALLEST_PX = 160;

/** Whether a key press belongs to an input method choosing characters; Safari says so by the key code alone. */
const composing = (event) => event.isComposing || event.keyCode === 229;

export function Composer({ id, talk, compact }) {
  const { me, serves, outgoing } = useDesk();
  const [text, setText] = useState(() => outgoing.draft(id));
  const [wish, setWish] = useState(compact ? "internal" : "public");
  const box = useRef(null);
  const taken = talk?.owner === "agent" && talk.owner_id !== me.username;
  const publicly = serves && !taken;
  const visibility = publicly ? wish : "internal";
  const over = [...text].length - MOST;
  const ready = text.trim() !== "" && over <= 0;

  const mine = talk?.owner === "agent" && talk.owner_id === me.username;
  const write = (words) => {
    setText(words);
    outgoing.keepDraft(id, words);
    if (words && mine && visibility === "public") outgoing.typing(id);
  };
  useEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${Math.min(box.current.scrollHeight + 2, TALLEST_PX)}px`;
  }, [text]);

  const send = () => {
    if (!ready) return;
    outgoing.say(id, text.trim(), visibility);
    write("");
    box.current.focus();
  };
  const pressed = (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    send();
  };
  const phrase = (words) => {
    write(text ? `${text}\n${words}` : words);
    box.current.focus();
  };
  const hint = visibility === "internal" ? COMPOSER.internalHint : mine ? COMPOSER.publicHint : COMPOSER.takeOverHint;

  return html`<form class="composer is-${visibility}" data-testid="composer-form"
    onSubmit=${(event) => { event.preventDefault(); send(); }}>
    ${!compact && visibility === "public" &&
    html`<div class="phrases" role="group" aria-label=${COMPOSER.phrases}>
      ${PHRASES.map((words) => html`<button key=${words} type="button" class="phrase" title=${words}
        onClick=${() => phrase(words)}><span>${words}</span></button>`)}
    </div>`}
    <textarea ref=${box} class="composer-text" rows=${compact ? 1 : 2} value=${text} placeholder=${hint}
      aria-label=${COMPOSER.label} aria-invalid=${over > 0} data-testid="composer"
      onInput=${(event) => write(event.target.value)} onKeyDown=${pressed}></textarea>
    <div class="composer-foot">
      ${publicly
        ? html`<div class="switch" role="radiogroup" aria-label=${COMPOSER.label}>
            ${["public", "internal"].map((each) => html`<label key=${each} class=${visibility === each ? "is-on" : ""}>
              <input type="radio" name="visibility-${id}" checked=${visibility === each} data-testid="visibility-${each}"
                onChange=${() => setWish(each)} />${COMPOSER[each]}
            </label>`)}
          </div>`
        : html`<p class="composer-why">${taken ? COMPOSER.notMine : COMPOSER.noRole}</p>`}
      <span class="composer-count" aria-live="polite">${over > 0 ? COMPOSER.over(over) : ""}</span>
      <button type="submit" class="button is-primary" disabled=${!ready} data-testid="send">
        ${visibility === "internal" ? COMPOSER.note : COMPOSER.send}
      </button>
    </div>
  </form>`;
}
