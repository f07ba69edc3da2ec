// Starts the merchant's page.
import { createApi } from "../shared/api.js";
import { html, render } from "../shared/markup.js";
import { createPictures } from "../shared/pictures.js";
import { createReader } from "../shared/reader.js";
import { follow } from "../shared/stream.js";
import { App } from "./app.js";
import { createCredentials } from "./credentials.js";

const api = createApi(createCredentials());
const reader = createReader(api);

// The door says that something changed, and the line that it is up again: whatever is shown is read anew.
const line = follow(api, "/v1/merchant/stream", {
  onEvent: () => reader.touch(),
  onLink: (state) => state === "up" && reader.touch(),
});
addEventListener("hashchange", () => {
  line.hurry();
  reader.touch();
});

render(html`<${App} desk=${{ api, reader, pictures: createPictures(api) }} />`, document.getElementById("merchant"));
