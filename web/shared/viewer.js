// One picture at a time, large: zoom, turn, what was read drawn over it, another picture or the comparison beside it.
import { html, useEffect, useRef, useState } from "./markup.js";
import { Dialog } from "./dialog.js";
import { Picture } from "./pictures.js";

const ZOOMS = [1, 1.6, 2.4, 3.6];

/**
 * `items`: `{path, caption, rotation?, boxes?, about?, others?}`. `rotation`: by how many degrees, counter-clockwise, the
 * stored picture must be turned to stand upright; `boxes`: `{box, label, tone}` with left, top, width, height as shares
 * of the upright picture; `about` is shown beside it; `others`: pictures to be held beside it.
 */
export function Viewer({ pictures, items, start = 0, words, onClose }) {
  const [index, setIndex] = useState(start);
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState(0);
  const [drawn, setDrawn] = useState(true);
  const [beside, setBeside] = useState(-1);
  const item = items[index];
  const { boxes = [], others = [], about } = item;
  const other = others[beside];
  const several = items.length > 1;
  const go = (step) => {
    setIndex((index + step + items.length) % items.length);
    setZoom(0);
    setTurns(0);
    setBeside(-1);
  };
  const nearer = (step) => setZoom(Math.min(ZOOMS.length - 1, Math.max(0, zoom + step)));
  const compare = () => setBeside(beside + 1 < others.length ? beside + 1 : -1);
  const keys = useRef({});
  keys.current = {
    "+": () => nearer(1), "=": () => nearer(1), "-": () => nearer(-1), r: () => setTurns(turns + 1),
    ...(boxes.length && { b: () => setDrawn(!drawn) }),
    ...(others.length && { c: compare }),
    // Near, the arrows move about in the picture.
    ...(several && zoom === 0 && { ArrowLeft: () => go(-1), ArrowRight: () => go(1) }),
  };
  useEffect(() => {
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys.current[event.key]) return;
      event.preventDefault();
      keys.current[event.key]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  const button = (label, key, act, more = {}) => html`<button type="button" class="button" aria-keyshortcuts=${key}
    aria-pressed=${more.pressed} disabled=${more.disabled} data-testid=${`viewer-${more.id}`} onClick=${act}>${label}</button>`;

  return html`<${Dialog} title=${words.title} closeLabel=${words.close} kind="viewer${about || other ? "-wide" : ""}"
    testid="viewer" onClose=${onClose}>
    <div class="viewer-panes">
      <${Pane} pictures=${pictures} item=${item} gone=${words.gone} zoom=${ZOOMS[zoom]} turns=${turns}
        boxes=${drawn ? boxes : []} />
      ${other
        ? html`<${Pane} pictures=${pictures} item=${other} gone=${words.gone} zoom=${ZOOMS[zoom]} turns=${0} boxes=${[]} />`
        : about && html`<div class="viewer-about">${about}</div>`}
    </div>
    <p class="viewer-caption" aria-live="polite">${several && `${index + 1} / ${items.length} · `}${item.caption}${other &&
      html`<br />${words.beside(other.caption)}`}</p>
    <div class="viewer-buttons">
      ${several && button(words.previous, "ArrowLeft", () => go(-1), { id: "previous" })}
      ${button(words.zoomIn, "+", () => nearer(1), { id: "nearer", disabled: zoom === ZOOMS.length - 1 })}
      ${button(words.zoomOut, "-", () => nearer(-1), { id: "farther", disabled: zoom === 0 })}
      ${button(words.turn, "r", () => setTurns(turns + 1), { id: "turn" })}
      ${boxes.length > 0 && button(words.boxes, "b", () => setDrawn(!drawn), { id: "boxes", pressed: drawn })}
      ${others.length > 0 && button(words.compare, "c", compare, { id: "compare", pressed: Boolean(other) })}
      ${several && button(words.next, "ArrowRight", () => go(1), { id: "next" })}
    </div>
  <//>`;
}

/** A picture that stands upright and fits its frame; what is drawn over it turns with it. */
function Pane({ pictures, item, gone, zoom, turns, boxes }) {
  const [size, setSize] = useState(null);
  const quarters = (turns + 4 - ((item.rotation ?? 0) / 90)) % 4;
  const lying = quarters % 2 === 1;
  const shape = size ? (lying ? size[1] / size[0] : size[0] / size[1]) : 1;
  const outer = { aspectRatio: `${shape}`, width: `calc(min(100cqw, ${shape} * 100cqh) * ${zoom})` };
  const inner = {
    width: lying ? `${100 / shape}%` : "100%",
    height: lying ? `${100 * shape}%` : "100%",
    transform: `translate(-50%, -50%) rotate(${90 * quarters}deg)`,
  };
  const loaded = (event) => setSize([event.target.naturalWidth || 1, event.target.naturalHeight || 1]);
  return html`<div class="viewer-frame" tabindex=${zoom > 1 ? "0" : null} role="group" aria-label=${item.caption}>
    <div class="viewer-sheet" style=${outer} data-turned=${90 * quarters}>
      <div class="viewer-upright" style=${inner}>
        <${Picture} pictures=${pictures} path=${item.path} alt=${item.caption} gone=${gone} onLoad=${loaded} />
      </div>
      ${size && boxes.map(({ box, label, tone }) => html`<span key=${label} class="viewer-box is-${tone}"
        style=${placed(turned(box, turns % 4))} data-testid="viewer-box"><b>${label}</b></span>`)}
    </div>
  </div>`;
}

/** Where a box lies after so many quarter turns, clockwise. */
function turned([left, top, width, height], quarters) {
  return quarters === 0 ? [left, top, width, height] : turned([1 - top - height, left, height, width], quarters - 1);
}

function placed(box) {
  const [left, top, width, height] = box.map((share) => `${100 * share}%`);
  return { left, top, width, height };
}
