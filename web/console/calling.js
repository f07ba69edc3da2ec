// What is worth calling for: somebody is offered to me, one of mine has written where I am not looking, a message was left,
// a callback is due; for a supervisor, that somebody waits, is held or was to be phoned beyond what was promised.
import { useEffect, useRef } from "../shared/markup.js";
import { useRead } from "../shared/reader.js";
import { useStore } from "../shared/store.js";
import { useTick } from "../shared/ticking.js";
import { go } from "./route.js";
import { isUnread } from "./seen.js";
import { CALLS } from "./strings.js";

/** `route` says which conversation is looked at; nothing is told twice. */
export function useCalling({ alerts, reader, seen, me, queue, route }) {
  const { upTo } = useStore(seen.store);
  const now = useTick(false);
  const onDuty = queue?.presence === "online";
  const booked = useRead(reader, onDuty && me.role === "agent" && "/v1/agent/callbacks?state=scheduled").data;
  const board = useRead(reader, me.role === "supervisor" && "/v1/agent/board").data;
  const told = useRef(null);
  useEffect(() => {
    if (!queue) return;
    const before = told.current;
    const found = new Map([...ofTalks(queue, upTo, me, route), ...ofCallbacks(booked, now), ...ofBoard(board)]);
    told.current = new Set(found.keys());
    if (!before) return; // what stood there when the page opened is seen on it
    const fresh = [...found].find(([key]) => !before.has(key));
    if (fresh) alerts.call({ key: `${me.username} ${fresh[0]}`, ...fresh[1] });
  }, [queue, booked, board, now, upTo, route.id]);
}

function* ofTalks(queue, upTo, me, route) {
  const looked = (item) => document.visibilityState === "visible" && route.id === item.conversation_id;
  const notice = (item, title) => ({
    title,
    body: item.last_text ?? "",
    tag: item.conversation_id,
    onOpen: () => go({ section: "conversations", id: item.conversation_id }),
  });
  for (const item of queue.items.filter((each) => each.offered_to === me.username)) {
    yield [`offer ${item.handoff_id} ${item.offer_expires_at}`, notice(item, CALLS.offered(item.customer_name))];
  }
  for (const item of queue.presence === "online" ? queue.messages : []) {
    yield [`message ${item.handoff_id}`, notice(item, CALLS.message(item.customer_name))];
  }
  for (const item of queue.mine.filter((each) => isUnread(upTo, each) && !looked(each))) {
    yield [`said ${item.conversation_id} ${item.last_text} ${item.last_seq}`, notice(item, CALLS.said(item.customer_name))];
  }
}

function* ofCallbacks(booked, now) {
  for (const item of booked?.items ?? []) {
    if (new Date(item.slot_start_at) > now) continue;
    const onOpen = () => go({ section: "callbacks", id: item.callback_no });
    const notice = { title: CALLS.callback(item.customer_name), body: item.message, tag: item.callback_no, onOpen };
    yield [`callback ${item.callback_no} ${item.slot_start_at}`, notice];
  }
}

/** One key for each of a kind: a number that falls is no news. */
function* ofBoard(board) {
  for (const [kind, title] of Object.entries(CALLS.late)) {
    for (let count = 1; count <= (board?.breaches[kind] ?? 0); count++) {
      yield [`late ${kind} ${count}`, { title, body: "", tag: `late ${kind}`, onOpen: () => go({ section: "board" }) }];
    }
  }
}

/** How many of my conversations have something unread. */
export function useUnread(seen, queue) {
  const { upTo } = useStore(seen.store);
  return queue?.mine.filter((item) => isUnread(upTo, item)).length ?? 0;
}
