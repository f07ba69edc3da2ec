// The team's canned replies: "/" on an empty line opens them, words after it search, arrows and Enter choose.
import { html, useEffect, useMemo, useRef, useState } from "../../shared/markup.js";
import { useRead } from "../../shared/reader.js";
import { useDesk } from "../context.js";
import { REPLIES } from "./strings.js";

const MOST = 8;
const UNFILLED = /\{[^{}]+\}/g;

/** The replies as they read in this conversation; none where this person does not serve buyers. */
export function useReplies(id, wanted) {
  const { reader } = useDesk();
  const { data } = useRead(reader, wanted && `/v1/agent/replies?conversation_id=${encodeURIComponent(id)}`);
  return data?.items ?? [];
}

/** The names in braces that nothing stood for: a buyer must not read them. */
export const unfilled = (text) => [...new Set(text.match(UNFILLED) ?? [])];

/**
 * What the composer needs of the box: `shown`, `pressed(event)` (true when the key was for the box) and `list`.
 * `pick(words)` puts the chosen reply in the line's place.
 */
export function useRepliesBox({ text, replies, pick, box }) {
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const word = /^[/／](\S*)$/.exec(text)?.[1].toLowerCase();
  const found = useMemo(
    () => (word === undefined ? [] : replies.filter((each) => holds(each, word)).slice(0, MOST)),
    [word, replies],
  );
  useEffect(() => {
    setAt(0);
    if (word === undefined) setShut(false);
  }, [word]);
  const shown = word !== undefined && !shut;
  const choose = (reply) => reply && pick(reply.filled ?? reply.text);
  const pressed = (event) => {
    if (!shown) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (moves[event.key] && found.length) setAt((at + moves[event.key] + found.length) % found.length);
    else if (event.key === "Escape") setShut(true);
    else if ((event.key === "Enter" || event.key === "Tab") && found.length) choose(found[at]);
    else return false;
    event.preventDefault();
    return true;
  };
  const list = shown && html`<${Box} id=${box} found=${found} at=${at} word=${word} choose=${choose} />`;
  return { shown, pressed, list, active: shown && found.length ? `${box}-${at}` : null };
}

const holds = (reply, word) => `${reply.title} ${reply.team_name} ${reply.text}`.toLowerCase().includes(word);

function Box({ id, found, at, word, choose }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return html`<div class="replies-box" data-testid="replies-box">
    <ul ref=${box} id=${id} role="listbox" tabindex="0" aria-label=${REPLIES.label}>
      ${found.map((reply, place) => html`<li key=${reply.reply_no} id=${`${id}-${place}`} role="option"
        aria-selected=${place === at ? "true" : "false"} onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => choose(reply)}>
        <b>${reply.title}</b><small>${reply.team_name}</small>
        <span>${reply.filled ?? reply.text}</span>
      </li>`)}
    </ul>
    <p class="small" role="status">${found.length ? REPLIES.keys : word ? REPLIES.none(word) : REPLIES.empty}</p>
  </div>`;
}
