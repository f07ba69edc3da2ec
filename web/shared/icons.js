// Line icons on a 24 grid, drawn in the text's colour.
import { html } from "./markup.js";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5v-1a5 5 0 0 1 5-5h5a5 5 0 0 1 5 5v1",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warn: "M12 4l9 16H3zM12 10v4.5M12 17.2v.3",
  retry: "M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6",
  down: "M6 9l6 6 6-6",
  next: "M9 5l7 7-7 7",
  previous: "M15 5l-7 7 7 7",
  phone: "M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 4 5.7 2 2 0 0 1 6 3.5z",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  offline: "M3 3l18 18M8.5 14.5a5 5 0 0 1 5-1.3M5 11a10 10 0 0 1 4-2.3M13 8.1a10 10 0 0 1 6 2.9M12 18.5h.01",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  zoom: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5M11 8v6M8 11h6",
  rotate: "M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5",
  chat: "M4 5h16v11H10l-4.5 4v-4H4z",
  coins: "M14.5 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM9 6.6a6 6 0 0 0 0 10.8M12.5 12h4M14.5 10v5",
  scales: "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6a3 3 0 0 0 5 0zM19 7l-2.5 6a3 3 0 0 0 5 0z",
  wallet: "M4 7h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 7l11-3v3M16 13.5h.01",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  note: "M5 4h14v10l-5 6H5zM14 20v-6h5M8 8.5h8M8 12h4",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
  card: "M3 6h18v12H3zM3 10.5h18M6.5 14.5h4",
  board: "M4 20h16M6.5 16v-5M12 16V5M17.5 16V8.5",
  leave: "M14 4H5v16h9M10 12h10M16 8l4 4-4 4",
};

/** Decorative: whatever holds it carries the words. */
export function Icon({ name, size = 24 }) {
  return html`<svg
    class="icon"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d=${PATHS[name]} />
  </svg>`;
}
