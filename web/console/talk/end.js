// The thread keeps to its end while the reader is there, and counts what comes in when they are not.
import { useEffect, useLayoutEffect, useRef, useState } from "../../shared/markup.js";

const NEAR_PX = 80;

export function useEnd(count, unsent) {
  const box = useRef(null);
  const content = useRef(null);
  const stuck = useRef(true);
  const before = useRef({ count: 0, unsent: 0 });
  const [below, setBelow] = useState(0);
  const jump = () => {
    box.current.scrollTop = box.current.scrollHeight;
  };

  useLayoutEffect(() => {
    const grown = count - before.current.count;
    if (unsent > before.current.unsent) stuck.current = true;
    before.current = { count, unsent };
    if (stuck.current) jump();
    else if (grown > 0) setBelow((already) => already + grown);
  }, [count, unsent]);

  useEffect(() => {
    const place = box.current;
    const scrolled = () => {
      stuck.current = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR_PX;
      if (stuck.current) setBelow(0);
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
    jump();
    box.current.focus({ preventScroll: true });
  };
  return { box, content, below, toEnd };
}
