// Starts the merchant's page.
import { createApi } from "../shared/api.js";
import { html, render } from "../shared/markup.js";
import { createPictures } from "../shared/pictures.js";
import { createReader } from "../shared/reader.js";
import { App } from "./app.js";
import { createCredentials } from "./credentials.js";

const EVERY_MS = 20_000;
const api = createApi(createCredentials());
const reader = createReader(api);

// No stream at this door: what is shown is read again now and then, and when the page comes back into view.
setInterval(() => document.visibilityState === "visible" && reader.touch(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && reader.touch());
addEventListener("online", () => reader.touch());
addEventListener("hashchange", () => reader.touch());

render(html`<${App} desk=${{ api, reader, pictures: createPictures(api) }} />`, document.getElementById("merchant"));
