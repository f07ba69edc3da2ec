// The address says what is shown: #/section/id?tab=…&filter=…&refund=…&talk=…&pane=…, so that any case can be linked and gone back to.
import { useEffect, useState } from "../shared/markup.js";

const EXTRAS = ["tab", "filter", "refund", "talk", "pane"];

/** `{section, id, tab, filter, refund, talk, pane}`; what is not said is null. */
export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [section = "", id = ""] = path.split("/").map(decodeURIComponent);
  const said = new URLSearchParams(query);
  const route = { section: section || null, id: id || null };
  for (const name of EXTRAS) route[name] = said.get(name);
  return route;
}

/** The address of a place. */
export function href({ section, id, ...extras }) {
  const query = new URLSearchParams();
  for (const name of EXTRAS) if (extras[name]) query.set(name, extras[name]);
  const said = query.toString();
  return `#/${section}${id ? `/${encodeURIComponent(id)}` : ""}${said ? `?${said}` : ""}`;
}

export function go(place, { replace = false } = {}) {
  const address = href(place);
  if (address === location.hash) return;
  if (replace) {
    history.replaceState(history.state, "", address);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = address;
  }
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = () => setRoute(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
