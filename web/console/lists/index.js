// The list of the room one is in.
import { html } from "../../shared/markup.js";
import { Conversations } from "./conversations.js";
import { Papers } from "./papers.js";

export function Lists({ route, queue }) {
  if (route.section === "conversations") return html`<${Conversations} route=${route} queue=${queue} />`;
  return html`<${Papers} key=${route.section} route=${route} />`;
}
