// The line at the foot: words on Enter, pictures by the plus or by pasting.
import { Icon } from "../shared/icons.js";
import { html, useEffect, useRef, useState } from "../shared/markup.js";
import { useDesk } from "./context.js";
import { COMPOSER, NOTICES } from "./strings.js";

const MOST = 2000;
const NEAR = 1800;
const TALLEST_PX = 132;

/** Whether a key press belongs to an input method choosing characters; Safari says so by the key code alone. */
const composing = (event) => event.isComposing || event.keyCode === 229;

export function Composer({ state }) {
  const { session, pickFiles, takeFiles } = useDesk();
  const [text, setText] = useState("");
  const box = useRef(null);
  const length = [...text].length;
  const ready = text.trim() !== "" && length <= MOST;

  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, TALLEST_PX)}px`;
  }, [text]);

  const send = () => {
    if (!ready) return;
    session.say(text.trim());
    setText("");
    box.current.focus();
  };
  const pressed = (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    send();
  };
  const typed = (event) => {
    setText(event.target.value);
    session.typing();
  };
  const pasted = (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    takeFiles(files);
  };

  if (state.status === "closed") {
    return html`<div class="composer is-closed">
      <span>${NOTICES.closed}</span>
      <button type="button" class="button is-primary" onClick=${() => session.open()}>${NOTICES.reopen}</button>
    </div>`;
  }
  return html`<form class="composer" onSubmit=${(event) => { event.preventDefault(); send(); }}>
    <textarea
      ref=${box}
      class="composer-text"
      rows="1"
      value=${text}
      placeholder=${COMPOSER.hint}
      aria-label=${COMPOSER.label}
      aria-invalid=${length > MOST}
      aria-describedby="composer-count"
      autocomplete="off"
      enterkeyhint="send"
      data-testid="composer"
      onInput=${typed}
      onKeyDown=${pressed}
      onPaste=${pasted}
    ></textarea>
    <span id="composer-count" class="composer-count ${length > MOST ? "is-over" : ""}" aria-live="polite">
      ${length > MOST ? COMPOSER.over(length - MOST) : length >= NEAR ? COMPOSER.count(length, MOST) : ""}
    </span>
    ${text.trim() !== "" &&
    html`<button type="submit" class="send" aria-label=${COMPOSER.send} disabled=${!ready} data-testid="send">
      <${Icon} name="send" size=${20} />
    </button>`}
    <button type="button" class="icon-button" aria-label=${COMPOSER.add} onClick=${() => pickFiles()}>
      <${Icon} name="plus" size=${26} />
    </button>
  </form>`;
}
