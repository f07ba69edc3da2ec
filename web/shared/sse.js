// Server-sent events out of a response body.

/** Yields `{event, id, data}` for each complete event, and `null` for a comment (a ping). */
export async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let fields = { event: "message", id: null, data: [] };
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const raw of lines) {
        const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
        if (line === "") {
          if (fields.data.length) yield { event: fields.event, id: fields.id, data: fields.data.join("\n") };
          fields = { event: "message", id: null, data: [] };
        } else if (line.startsWith(":")) {
          yield null;
        } else {
          take(fields, line);
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function take(fields, line) {
  const at = line.indexOf(":");
  const name = at < 0 ? line : line.slice(0, at);
  const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
  if (name === "data") fields.data.push(value);
  else if (name === "event" || name === "id") fields[name] = value;
}
