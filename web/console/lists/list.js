// A list's frame: heading, tabs, a filter, rows that arrow keys walk along.
import { html, useEffect, useRef } from "../../shared/markup.js";
import { go, parse } from "../route.js";
import { LISTS } from "../strings.js";

/** `children` are the rows or groups of rows; `places` are the rows' routes in order, for Alt+↑/↓ from anywhere. */
export function List({ title, label, tabs, find, places, children }) {
  const box = useRef(null);
  useNeighbours(places);
  const walked = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const rows = [...box.current.querySelectorAll("a.row")];
    const at = rows.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  };
  return html`<section class="list" aria-label=${label}>
    <header class="list-head">
      <h2>${title}</h2>
      ${find}
    </header>
    ${tabs}
    <div ref=${box} class="list-rows" title=${LISTS.keys} onKeyDown=${walked} data-testid="list">${children}</div>
  </section>`;
}

function useNeighbours(places) {
  useEffect(() => {
    const pressed = (event) => {
      if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || !places.length) return;
      event.preventDefault();
      const { id } = parse(location.hash);
      const at = places.findIndex((place) => place.id === id);
      const next = places[at < 0 ? 0 : at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) go(next);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [places]);
}

export function Tabs({ tabs, current, hrefOf }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return html`<nav ref=${box} class="tabs">
    ${tabs.map((tab) => html`<a key=${tab.key} href=${hrefOf(tab)} aria-current=${tab.key === current ? "true" : null}
      data-testid="tab-${tab.key}">${tab.name}</a>`)}
  </nav>`;
}

export function Find({ text, onText }) {
  return html`<input class="find" type="search" placeholder=${LISTS.find} aria-label=${LISTS.find} value=${text}
    data-testid="find" onInput=${(event) => onText(event.target.value)} />`;
}

/** What stands in place of rows: being read, cannot be read, nothing there. */
export function Blank({ read, empty = LISTS.empty }) {
  if (read.problem && !read.data) {
    return html`<div class="blank" role="alert">
      <p>${read.problem.detail || LISTS.failed}</p>
      <button type="button" class="button" onClick=${read.again}>${LISTS.again}</button>
    </div>`;
  }
  if (!read.data) return html`<div class="blank is-loading" role="status"><span
    class="hidden-text">${LISTS.loading}</span><i></i><i></i><i></i></div>`;
  return html`<p class="blank">${empty}</p>`;
}

/** Whether any of the texts holds what is looked for. */
export const holds = (wanted, ...texts) => {
  const word = wanted.trim().toLowerCase();
  return !word || texts.some((text) => text?.toLowerCase().includes(word));
};
