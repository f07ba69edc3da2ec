// Pictures behind the bearer token: fetched once, shown from memory.
import { html, useEffect, useState } from "./markup.js";

/** `load(path)` resolves to an object URL; `adopt(path, url)` saves fetching what this page itself has sent. */
export function createPictures(api) {
  const known = new Map();
  return {
    adopt: (path, url) => known.set(path, Promise.resolve(url)),
    load(path) {
      const full = known.get(path) ?? known.get(path.replace(/\?.*$/, ""));
      if (full) return full;
      const loading = api.blob(path).then((blob) => URL.createObjectURL(blob));
      loading.catch(() => known.delete(path));
      known.set(path, loading);
      return loading;
    },
  };
}

const LOOK_AGAIN_MS = 2000;

/**
 * The picture at `path`, its frame kept while it loads; `gone` is shown when it is there no more. One that is not checked
 * yet says so in the server's words, and comes by itself once it is.
 */
export function Picture({ pictures, path, alt, gone, onLoad }) {
  const [url, setUrl] = useState(null);
  const [told, setTold] = useState(null);
  useEffect(() => {
    let current = true;
    let timer = 0;
    setTold(null);
    const look = () =>
      pictures.load(path).then(
        (found) => current && setUrl(found),
        (problem) => {
          if (!current) return;
          // Only what was deleted is said to be; a line that is down leaves the frame.
          if (problem.status === 404) setTold({ words: gone });
          if (problem.code !== "being_checked") return;
          setTold({ words: problem.detail, checking: true });
          timer = setTimeout(look, LOOK_AGAIN_MS);
        },
      );
    look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [pictures, path]);
  if (told && !url) return html`<span class="picture is-gone" role=${told.checking ? "status" : null}
    data-checking=${told.checking}>${told.words}</span>`;
  if (!url) return html`<span class="picture is-loading" role=${alt ? "img" : null} aria-label=${alt || null}></span>`;
  return html`<img class="picture" src=${url} alt=${alt} decoding="async" onLoad=${onLoad} />`;
}
