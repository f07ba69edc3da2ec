// One picture at a time, large: zoom, turn, next and previous.
import { html, useEffect, useState } from "./markup.js";
import { Dialog } from "./dialog.js";
import { Picture } from "./pictures.js";

/** `items`: `{path, caption}`; `words`: title, close, previous, next, zoom, turn, gone. */
export function Viewer({ pictures, items, start = 0, words, onClose }) {
  const [index, setIndex] = useState(start);
  const [zoomed, setZoomed] = useState(false);
  const [turns, setTurns] = useState(0);
  const item = items[index];
  const go = (step) => {
    setIndex((index + step + items.length) % items.length);
    setZoomed(false);
    setTurns(0);
  };
  useEffect(() => {
    const pressed = (event) => {
      if (items.length < 2) return;
      if (event.key === "ArrowLeft") go(-1);
      if (event.key === "ArrowRight") go(1);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
  const button = (label, act, pressed) =>
    html`<button type="button" class="button" aria-pressed=${pressed} onClick=${act}>${label}</button>`;

  return html`<${Dialog} title=${words.title} closeLabel=${words.close} kind="viewer" testid="viewer" onClose=${onClose}>
    <div class="viewer-frame turned-${turns % 4} ${zoomed ? "is-zoomed" : ""}">
      <${Picture} pictures=${pictures} path=${item.path} alt=${item.caption} gone=${words.gone} />
    </div>
    <p class="viewer-caption">${items.length > 1 && `${index + 1} / ${items.length} · `}${item.caption}</p>
    <div class="viewer-buttons">
      ${items.length > 1 && button(words.previous, () => go(-1))}
      ${button(words.zoom, () => setZoomed(!zoomed), zoomed)} ${button(words.turn, () => setTurns(turns + 1))}
      ${items.length > 1 && button(words.next, () => go(1))}
    </div>
  <//>`;
}
