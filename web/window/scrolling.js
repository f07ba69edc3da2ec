// The thread keeps to its end while the reader is there, and says what is new when they are not.
import { Icon } from "../shared/icons.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/markup.js";
import { THREAD } from "./strings.js";

const NEAR_PX = 80;
const FAR_PX = 700;

/** Refs for the scrolling box and its content; `below` counts what came in out of sight. */
export function useFollow(rows, unsentCount) {
  const box = useRef(null);
  const content = useRef(null);
  const stuck = useRef(true);
  const before = useRef({ rows: 0, unsent: 0 });
  const [below, setBelow] = useState(0);
  const [far, setFar] = useState(false);

  const jump = () => {
    box.current.scrollTop = box.current.scrollHeight;
  };

  useLayoutEffect(() => {
    const grown = rows.length - before.current.rows;
    const sentMine = unsentCount > before.current.unsent;
    before.current = { rows: rows.length, unsent: unsentCount };
    if (sentMine) stuck.current = true;
    if (stuck.current) return jump();
    const fresh = rows.slice(-grown).filter(({ entry }) => entry.author.type !== "customer");
    if (grown > 0 && fresh.length) setBelow((count) => count + fresh.length);
  }, [rows, unsentCount]);

  useEffect(() => {
    const place = box.current;
    const scrolled = () => {
      const left = place.scrollHeight - place.scrollTop - place.clientHeight;
      stuck.current = left < NEAR_PX;
      if (stuck.current) setBelow(0);
      setFar(left > FAR_PX);
    };
    // Pictures that load, a keyboard that opens: whoever was at the end stays there.
    const resized = new ResizeObserver(() => stuck.current && jump());
    resized.observe(place);
    resized.observe(content.current);
    place.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      resized.disconnect();
      place.removeEventListener("scroll", scrolled);
    };
  }, []);

  const toEnd = () => {
    setBelow(0);
    box.current.scrollTo({ top: box.current.scrollHeight, behavior: "smooth" });
    box.current.focus({ preventScroll: true });
  };
  return { box, content, below, far, toEnd };
}

export function NewBelow({ count, toEnd }) {
  return html`<button type="button" class="new-below" data-testid="new-messages" onClick=${toEnd}>
    <${Icon} name="down" size=${18} /> ${THREAD.below(count)}
  </button>`;
}
