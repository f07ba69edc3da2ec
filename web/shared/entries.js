// The thread as data: entries in order, each once, and what follows from them. No markup, no network.

/** `entries` with the `fresh` ones in their places; the same array when all were there already. */
export function merged(entries, ...fresh) {
  const known = new Set(entries.map((entry) => entry.seq));
  const found = fresh.filter(({ seq }) => !known.has(seq) && known.add(seq));
  if (!found.length) return entries;
  return [...entries, ...found].sort((a, b) => a.seq - b.seq);
}

/** The latest word on each picture: evidence id → its card. A verdict follows the picture as an entry of its own. */
export function verdicts(entries) {
  const found = new Map();
  for (const { card } of entries) {
    if (card?.type === "evidence") found.set(card.evidence_id, { ...found.get(card.evidence_id), ...card });
  }
  return found;
}

/**
 * The number of the entry whose choices may still be picked, or null.
 * They last until the assistant has answered something newer; those of the queue, for as long as it lasts.
 */
export function activeChoices(entries, owner) {
  if (owner === "agent") return null;
  let answered = false;
  let picked = null;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (entry.kind === "customer.said" && entry.choice) picked ??= entry.choice;
    if (entry.choices?.length) {
      const queue = entry.card?.type === "queue";
      if (queue && owner !== "queue") continue;
      const gone = !queue && (answered || entry.choices.some((choice) => choice.value === picked));
      return gone ? null : entry.seq;
    }
    if (entry.kind === "bot.said" && spokeBetween(entries, i)) answered = true;
  }
  return null;
}

/** Whether the customer said something before entry `i` and after the choices that precede it. */
function spokeBetween(entries, i) {
  for (let j = i - 1; j >= 0 && !entries[j].choices?.length; j--) {
    if (entries[j].author.type === "customer") return true;
  }
  return false;
}

/** Which of an entry's choices the customer took, if any: entry number → value. */
export function taken(entries) {
  const found = new Map();
  const open = [];
  for (const entry of entries) {
    if (entry.kind === "customer.said" && entry.choice) {
      const source = open.findLast((other) => other.choices.some((choice) => choice.value === entry.choice));
      if (source) found.set(source.seq, entry.choice);
    } else if (entry.choices?.length) {
      open.push(entry);
    }
  }
  return found;
}

/** Whether `entry` goes on where `before` left off: same speaker, within three minutes. */
export function continues(before, entry) {
  if (!before || before.author.type !== entry.author.type || before.author.name !== entry.author.name) return false;
  return new Date(entry.at) - new Date(before.at) < 180_000;
}
