// The line to write on: to the buyer, or a note among ourselves; "/" searches the team's canned replies.
import { html, useEffect, useRef, useState } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { unfilled, useReplies, useRepliesBox } from "./replies_box.js";
import { COMPOSER, REPLIES } from "./strings.js";

const MOST = 2000;
const TALLEST_PX = 160;
const AT_HAND = 6;

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
  const toBuyer = visibility === "public";
  const over = [...text].length - MOST;
  const left = toBuyer ? unfilled(text) : [];

  const mine = talk?.owner === "agent" && talk.owner_id === me.username;
  const write = (words) => {
    setText(words);
    outgoing.keepDraft(id, words);
    // A note that was begun while the talk was a colleague's stays one when the talk comes free under the writer's hands.
    if (words && !toBuyer) setWish("internal");
    if (words && mine && toBuyer) outgoing.typing(id);
  };
  useEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${Math.min(box.current.scrollHeight + 2, TALLEST_PX)}px`;
  }, [text]);

  const put = (words) => {
    write(words);
    box.current.focus();
  };
  const replies = useReplies(id, toBuyer && !compact);
  const search = useRepliesBox({ text: toBuyer ? text : "", replies, pick: put, box: `replies-${id}` });
  const ready = text.trim() !== "" && over <= 0 && !left.length && !search.shown;
  const send = () => {
    if (!ready) return;
    outgoing.say(id, text.trim(), visibility);
    put("");
  };
  const pressed = (event) => {
    if (composing(event) || search.pressed(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const hint = !toBuyer ? COMPOSER.internalHint : mine ? COMPOSER.publicHint : COMPOSER.takeOverHint;

  return html`<form class="composer is-${visibility}" data-testid="composer-form"
    onSubmit=${(event) => { event.preventDefault(); send(); }}>
    ${replies.length > 0 &&
    html`<div class="phrases" role="group" aria-label=${REPLIES.label}>
      ${replies.slice(0, AT_HAND).map((reply) => html`<button key=${reply.reply_no} type="button" class="phrase"
        title=${reply.filled} onClick=${() => put(text ? `${text}\n${reply.filled}` : reply.filled)}><span>${reply.title}</span></button>`)}
    </div>`}
    <div class="composer-place">
      ${search.list}
      <textarea ref=${box} class="composer-text" rows=${compact ? 1 : 2} value=${text} placeholder=${hint}
        aria-label=${COMPOSER.label} aria-invalid=${over > 0 || left.length > 0} aria-controls=${search.active && `replies-${id}`}
        aria-activedescendant=${search.active} data-testid="composer"
        onInput=${(event) => write(event.target.value)} onKeyDown=${pressed}></textarea>
    </div>
    <div class="composer-foot">
      ${publicly
        ? html`<div class="switch" role="radiogroup" aria-label=${COMPOSER.label}>
            ${["public", "internal"].map((each) => html`<label key=${each} class=${visibility === each ? "is-on" : ""}>
              <input type="radio" name="visibility-${id}" checked=${visibility === each} data-testid="visibility-${each}"
                onChange=${() => setWish(each)} />${COMPOSER[each]}
            </label>`)}
          </div>`
        : html`<p class="composer-why">${taken ? COMPOSER.notMine : COMPOSER.noRole}</p>`}
      <span class="composer-count" aria-live="polite">${over > 0 ? COMPOSER.over(over) : left.length ? REPLIES.left(left.join(" ")) : ""}</span>
      <button type="submit" class="button is-primary" disabled=${!ready} data-testid="send">
        ${toBuyer ? COMPOSER.send : COMPOSER.note}
      </button>
    </div>
  </form>`;
}
