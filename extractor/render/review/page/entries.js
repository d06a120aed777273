// The documents on the page. An entry is what is known of one: its result, its text if that is at
// hand, and what the text pane needs of it.

const entries = [];

/** Take a finished result. `replacing`: it takes the place of an entry of the same document. */
function takeResult(result, text, replacing) {
  const entry = entryFor(result.document.id, replacing);
  entry.result = result;
  entry.names = Object.fromEntries(result.sources.map((source) => [source.id, source.name]));
  entry.text = typeof text === "string" ? text : null;
  entry.progress = null;
  entry.growing = false;
  entry.failure = null;
  return entry;
}

/** A document under way: its claims come one by one. */
function takeBeginning(info, text) {
  const entry = entryFor(info.id, true);
  const about = { id: info.id, title: info.title || null, language: info.language || null, furniture: [] };
  entry.result = { document: about, summary: { text: "", sentences: [] }, claims: [], sources: [], report: null, run: null };
  entry.names = {};
  entry.text = typeof text === "string" ? text : null;
  entry.chosen = null;
  entry.growing = true;
  entry.failure = null;
  return entry;
}

function entryFor(id, replacing) {
  const same = entries.filter((one) => one.id === id);
  if (replacing && same.length) return same[same.length - 1];
  const key = same.length ? id + "~" + (same.length + 1) : id;
  const entry = { id, key, progress: null, chosen: null };
  entries.push(entry);
  return entry;
}

/** The name of a hop: its source's, else the words of the mention. */
function hopName(entry, hop) {
  return entry.names[hop.source] || hop.mention.text;
}

function sourceOf(entry, id) {
  return entry.result.sources.find((source) => source.id === id) || null;
}

function titleOf(entry) {
  return entry.result.document.title || entry.id;
}

/** The number that stands beside a claim: that of its id. */
function labelOf(claim, index) {
  const found = /^c(\d{1,6})$/.exec(claim.id);
  return found ? found[1] : String(index + 1);
}

/** Every span of the entry with its role: what the text pane marks. `claim` and `source` are indexes. */
function spansOf(entry) {
  const found = [];
  const push = (span, role, more) => {
    if (span) found.push({ start: span.start, end: span.end, text: span.text, role, claim: -1, source: null, ...more });
  };
  const { result } = entry;
  for (const span of result.document.furniture || []) push(span, "furniture", { kind: span.kind });
  result.claims.forEach((claim, index) => {
    for (const span of claim.content) push(span, "content", { claim: index });
    claim.attribution.forEach((hop) => {
      push(hop.mention, "source", { claim: index, source: hop.source });
      push(hop.cue, "cue", { claim: index });
    });
    for (const span of claim.certainty.markers) push(span, "hedge", { claim: index });
  });
  for (const source of result.sources) {
    for (const span of source.mentions) push(span, "mention", { source: source.id });
    push(source.justification, "why", { source: source.id });
  }
  (result.summary.sentences || []).forEach((sentence, index) => {
    for (const span of sentence.support) push(span, "support", { sentence: index });
  });
  for (const span of spansWithin(result.answers)) push(span, "answer", {});
  return found;
}

/** Spans anywhere inside the answers of a user's own tasks. */
function spansWithin(value) {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(spansWithin);
  if (Number.isInteger(value.start) && Number.isInteger(value.end) && typeof value.text === "string") return [value];
  return Object.values(value).flatMap(spansWithin);
}

/**
 * The stretches of text that are at hand, in order: the whole text, or what the spans themselves
 * carry. `at` counts code points, as the contract does.
 */
function piecesOf(entry, spans) {
  if (entry.text !== null) return [{ at: 0, text: entry.text }];
  const pieces = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = pieces[pieces.length - 1];
    if (!last || span.start > last.end) {
      if (span.end > span.start) pieces.push({ at: span.start, end: span.end, text: span.text });
    } else if (span.end > last.end) {
      last.text += Array.from(span.text).slice(last.end - span.start).join("");
      last.end = span.end;
    }
  }
  return pieces;
}

/** From code points to UTF-16 units of a string; nothing to do where every character is one unit. */
function unitsOf(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (at) => at;
  const starts = new Uint32Array(text.length + 1);
  let points = 0;
  for (let unit = 0; unit < text.length; points += 1) {
    starts[points] = unit;
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  starts[points] = text.length;
  return (at) => starts[Math.min(at, points)];
}
