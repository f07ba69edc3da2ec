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

/** The picture at `path`, its frame kept while it loads; `gone` is shown when it is there no more. */
export function Picture({ pictures, path, alt, gone, onLoad }) {
  const [url, setUrl] = useState(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    setFailed(false);
    pictures.load(path).then(
      (found) => current && setUrl(found),
      // Only what was deleted is said to be; a line that is down leaves the frame.
      (problem) => current && setFailed(problem.status === 404),
    );
    return () => {
      current = false;
    };
  }, [pictures, path]);
  if (failed) return html`<span class="picture is-gone">${gone}</span>`;
  if (!url) return html`<span class="picture is-loading" role=${alt ? "img" : null} aria-label=${alt || null}></span>`;
  return html`<img class="picture" src=${url} alt=${alt} decoding="async" onLoad=${onLoad} />`;
}
