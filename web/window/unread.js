// While the embedding page keeps the window out of sight, it is told how much has come in.

export function tellUnread(session, host) {
  let shown = true;
  let seen = 0;

  const latest = () => session.store.get().entries.at(-1)?.seq ?? 0;
  const tell = () => {
    if (shown) seen = latest();
    const unread = session.store.get().entries.filter((entry) => entry.seq > seen && entry.author.type !== "customer");
    host.tell("unread", { count: unread.length });
  };

  host.on("shown", () => {
    shown = true;
    tell();
    // Not where focus brings up a keyboard over the very thing the buyer came to read.
    if (matchMedia("(hover: hover)").matches) document.querySelector("[data-testid=composer]")?.focus();
  });
  host.on("hidden", () => {
    seen = latest();
    shown = false;
  });
  session.store.watch(tell);
}
