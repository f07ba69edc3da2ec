// What is worth calling for: somebody is offered to me, or one of mine has written where I am not looking.
import { useEffect, useRef } from "../shared/markup.js";
import { useStore } from "../shared/store.js";
import { go } from "./route.js";
import { isUnread } from "./seen.js";
import { CALLS } from "./strings.js";

/** `route` says which conversation is looked at; nothing is told twice. */
export function useCalling({ alerts, seen, me, queue, route }) {
  const { upTo } = useStore(seen.store);
  const told = useRef(null);
  useEffect(() => {
    if (!queue) return;
    const before = told.current;
    const call = (item, title) =>
      alerts.call({
        title,
        body: item.last_text ?? "",
        tag: item.conversation_id,
        onOpen: () => go({ section: "conversations", id: item.conversation_id }),
      });
    const looked = (item) => document.visibilityState === "visible" && route.id === item.conversation_id;
    const now = new Map();
    for (const item of queue.items.filter((each) => each.offered_to === me.username)) {
      now.set(`offer ${item.handoff_id} ${item.offer_expires_at}`, () => call(item, CALLS.offered(item.customer_name)));
    }
    for (const item of queue.mine.filter((each) => isUnread(upTo, each) && !looked(each))) {
      now.set(`said ${item.conversation_id} ${item.last_text} ${item.last_seq}`, () => call(item, CALLS.said(item.customer_name)));
    }
    told.current = new Set(now.keys());
    if (!before) return; // what stood there when the page opened is seen on it
    const fresh = [...now].find(([key]) => !before.has(key));
    fresh?.[1]();
  }, [queue, upTo, route.id]);
}

/** How many of my conversations have something unread. */
export function useUnread(seen, queue) {
  const { upTo } = useStore(seen.store);
  return queue?.mine.filter((item) => isUnread(upTo, item)).length ?? 0;
}
