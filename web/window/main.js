// Starts the window: token, session, page.
import { createApi } from "../shared/api.js";
import { html, render } from "../shared/markup.js";
import { createPictures } from "../shared/pictures.js";
import { App } from "./app.js";
import { createCredentials } from "./credentials.js";
import { connectHost } from "./host.js";
import { createSession } from "./session.js";
import { tellUnread } from "./unread.js";

const host = connectHost();
const credentials = createCredentials(host);
const api = createApi(credentials);
const session = createSession({ api, credentials, pictures: createPictures(api) });

/** The matter the buyer comes with. Taken off the address once it is known to the backend: a reload asks no twice. */
function hintOf(search) {
  const query = new URLSearchParams(search);
  const hint = {};
  for (const name of ["order_no", "topic"]) if (query.get(name)) hint[name] = query.get(name);
  return hint;
}

function forgetHint() {
  const query = new URLSearchParams(location.search);
  query.delete("order_no");
  query.delete("topic");
  const rest = query.toString();
  history.replaceState(history.state, "", location.pathname + (rest ? `?${rest}` : ""));
}

host?.on("matter", ({ order_no, topic }) => session.open({ ...(order_no && { order_no }), ...(topic && { topic }) }));
host?.tell("ready");
if (host) tellUnread(session, host);

render(html`<${App} session=${session} host=${host} />`, document.getElementById("window"));
session.open(hintOf(location.search)).then((opened) => opened && forgetHint());
