// Starts the console: who sits here, what is read, what changes, the page.
import { createApi } from "../shared/api.js";
import { html, render } from "../shared/markup.js";
import { createPictures } from "../shared/pictures.js";
import { createReader } from "../shared/reader.js";
import { createStore } from "../shared/store.js";
import { follow } from "../shared/stream.js";
import { createAlerts } from "./alerts.js";
import { App } from "./app.js";
import { createOutgoing } from "./outgoing.js";
import { createSeen } from "./seen.js";
import { createStaff } from "./staff.js";

const staff = createStaff();
const api = createApi(staff);
const reader = createReader(api);
const link = createStore({ link: "up", online: navigator.onLine });
const outgoing = createOutgoing({ api, staff });

/** The desk says that something changed, and again whenever the line has come back: whatever is shown is read anew. */
const line = follow(api, "/v1/agent/stream", {
  onEvent: () => reader.touch(),
  onLink(state) {
    if (state === "up" && link.get().link === "down") reader.touch();
    link.set({ link: state });
  },
});

addEventListener("online", () => {
  link.set({ online: true });
  line.hurry();
  outgoing.hurry();
});
addEventListener("offline", () => link.set({ online: false }));

const desk = {
  api, reader, outgoing, staff, pictures: createPictures(api), alerts: createAlerts(), seen: createSeen(),
};
render(html`<${App} desk=${desk} link=${link} />`, document.getElementById("console"));
