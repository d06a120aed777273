// The text pane: the document as it came, cut into segments wherever a span begins or ends, so that
// spans may overlap in any way. A segment knows every span it lies in.

const ROLE_CLASSES = ["content", "source", "cue", "hedge"];
const LONG_GAP = 24; // characters: where the text is not at hand, a shorter gap stays inside its line

const pane = { shown: null, focus: {}, segments: [], byClaim: new Map(), bySource: new Map(), bySentence: new Map(), refs: new Map(), of: new WeakMap() };

/** Draw the text of an entry. */
function drawText(entry) {
  const spans = spansOf(entry);
  const pieces = piecesOf(entry, spans);
  pane.segments = [];
  pane.shown = null;
  for (const map of [pane.byClaim, pane.bySource, pane.bySentence, pane.refs]) map.clear();
  const page = document.createDocumentFragment();
  const sorted = spans.sort((a, b) => a.start - b.start);
  let next = 0;
  let before = 0;
  let line = null;
  for (const piece of pieces) {
    const inside = [];
    const end = piece.end === undefined ? Infinity : piece.end;
    while (next < sorted.length && sorted[next].start < end) inside.push(sorted[next++]);
    const missing = piece.at - before;
    if (missing > LONG_GAP) {
      page.append(gap(missing));
      line = null;
    } else if (inside.some((span) => span.role === "furniture")) line = null;
    else if (missing > 0 && line !== null) put(line, missing === 1 ? " " : el("span", { class: "gap-inline", title: count(missing, "character") + " not in this file" }, "[" + missing + "]"));
    line = drawPiece(page, piece, inside, entry, line);
    before = piece.end;
  }
  const all = entry.result.document.characters;
  if (entry.text === null && all > before) page.append(gap(all - before));
  const sheet = byId("sheet");
  sheet.replaceChildren(page);
  const language = entry.result.document.language;
  if (language) sheet.setAttribute("lang", language);
  else sheet.removeAttribute("lang");
  byId("without-text").hidden = entry.text !== null || entry.growing;
  markRoving(null);
}

function gap(characters) {
  return el("p", { class: "apart gap" }, "… " + count(characters, "character") + " not in this file …");
}

/** One stretch of text, line by line: its breaks are the document's own. `going`: a line that it continues. */
function drawPiece(page, piece, spans, entry, going) {
  const unit = unitsOf(piece.text);
  const edges = spans.map((span) => ({ span, start: unit(span.start - piece.at), end: unit(span.end - piece.at) }));
  const cuts = [...new Set(edges.flatMap((edge) => [edge.start, edge.end]))].sort((a, b) => a - b);
  edges.sort((a, b) => a.start - b.start);
  const title = (entry.result.document.title || "").trim();
  let open = [];
  let nextEdge = 0;
  let nextCut = 0;
  let blank = going === null && page.childNodes.length > 0;
  let line = going;
  for (const [start, end] of linesOf(piece.text)) {
    const text = piece.text.slice(start, end);
    if (!text.trim()) {
      blank = true;
      line = null;
      continue;
    }
    if (line === null) {
      const isTitle = title !== "" && text.trim() === title && !page.querySelector(".title");
      line = el(isTitle ? "h2" : "p", { class: "line" + (blank ? " apart" : "") + (isTitle ? " title" : ""), dir: "auto" });
      page.append(line);
    }
    blank = false;
    for (let at = start; at < end; ) {
      while (nextCut < cuts.length && cuts[nextCut] <= at) nextCut += 1;
      const stop = Math.min(end, nextCut < cuts.length ? cuts[nextCut] : end);
      while (nextEdge < edges.length && edges[nextEdge].start <= at) open.push(edges[nextEdge++]);
      open = open.filter((edge) => edge.end > at);
      if (open.length) line.append(segment(piece.text.slice(at, stop), open.map((edge) => edge.span), line, entry));
      else putText(line, piece.text.slice(at, stop));
      at = stop;
    }
    if (line.dataset.furniture) line.append(el("span", { class: "furniture-kind" }, line.dataset.furniture));
    if (end < piece.text.length) line = null;
  }
  return line && line.dataset.furniture ? null : line;
}

/** Start and end of every line, without its break: CR LF, LF or CR. */
function* linesOf(text) {
  let from = 0;
  for (const found of text.matchAll(/\r\n|\n|\r/g)) {
    yield [from, found.index];
    from = found.index + found[0].length;
  }
  yield [from, text.length];
}

function segment(text, spans, line, entry) {
  const record = { spans, element: el(spans.some((span) => span.role === "content") ? "mark" : "span", { class: "seg" }, text) };
  pane.segments.push(record);
  pane.of.set(record.element, record);
  const furniture = spans.find((span) => span.role === "furniture");
  if (furniture) line.dataset.furniture = furniture.kind;
  const claims = new Set();
  for (const span of spans) {
    if (span.claim >= 0) claims.add(span.claim);
    if (span.role === "content" && !pane.refs.has(span.claim)) {
      const ref = refButton(entry, span.claim);
      pane.refs.set(span.claim, ref);
      line.append(ref);
    }
    if (span.source !== null) file(pane.bySource, span.source, record);
    if (span.role === "support") file(pane.bySentence, span.sentence, record);
  }
  for (const claim of claims) file(pane.byClaim, claim, record);
  return record.element;
}

function file(map, key, record) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [record]);
  else if (list[list.length - 1] !== record) list.push(record);
}

/** The number in front of a claim's words, like that of a footnote: it leads to the claim. */
function refButton(entry, index) {
  const label = labelOf(entry.result.claims[index], index);
  return el("button", { type: "button", class: "ref", tabindex: "-1", "data-claim": index, "aria-label": "Claim " + label }, label);
}

/** Mark what the filters leave, and what is chosen; with the same `shown` as before, only what that changes. */
function paintText(shown, focus) {
  const near = ({ claim, source, sentence }) => [pane.byClaim.get(claim), pane.bySource.get(source), pane.bySentence.get(sentence)].filter(Boolean).flat();
  const some = pane.shown === shown ? new Set([...near(pane.focus), ...near(focus)]) : pane.segments;
  pane.shown = shown;
  pane.focus = focus;
  for (const { spans, element } of some) {
    const classes = ["seg"];
    let contents = 0;
    for (const span of spans) {
      if (span.role === "furniture") classes.push("furniture");
      if (span.claim >= 0 && shown.has(span.claim)) {
        if (span.role === "content") contents += 1;
        if (ROLE_CLASSES.includes(span.role)) classes.push(span.role);
        if (span.claim === focus.claim) classes.push("on", "on-" + span.role);
      }
      if (span.source !== null && span.source === focus.source) classes.push("on", "on-source");
      if (span.role === "support" && span.sentence === focus.sentence) classes.push("on", "on-support");
    }
    if (contents > 1) classes.push("twice");
    const wanted = [...new Set(classes)].join(" ");
    if (element.className !== wanted) element.className = wanted;
  }
  for (const [index, ref] of pane.refs) {
    ref.hidden = !shown.has(index);
    ref.classList.toggle("on", index === focus.claim);
  }
}

/** The claims that a place in the text belongs to, the one with the fewest words first. */
function claimsAt(element, entry, shown) {
  const record = pane.of.get(element);
  if (!record) return [];
  const found = [...new Set(record.spans.filter((span) => span.claim >= 0 && shown.has(span.claim)).map((span) => span.claim))];
  const size = (index) => entry.result.claims[index].content.reduce((sum, span) => sum + span.end - span.start, 0);
  const own = (index) => (record.spans.some((span) => span.claim === index && span.role === "content") ? 0 : 1);
  return found.sort((a, b) => own(a) - own(b) || size(a) - size(b) || a - b);
}

/** Show the first segment of these; a long way is jumped, a short one glides. */
function showSegments(records, role) {
  if (!records || !records.length) return;
  const first = (role && records.find(({ spans }) => spans.some((span) => span.role === role))) || records[0];
  reveal(first.element, byId("text"));
}

function reveal(element, scroller) {
  const box = element.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const far = Math.abs(box.top - view.top) > 3 * view.height;
  const inside = box.top >= view.top + 40 && box.bottom <= view.bottom - 40;
  if (!inside) element.scrollIntoView({ block: box.height > view.height * 0.6 ? "start" : "center", behavior: still || far ? "auto" : "smooth" });
}

/** One of the numbers in the text can be reached with Tab; arrows lead to the others. */
function markRoving(ref) {
  const visible = [...pane.refs.values()].filter((one) => !one.hidden);
  const wanted = ref && !ref.hidden ? ref : visible.find((one) => one.tabIndex === 0) || visible[0];
  for (const one of pane.refs.values()) one.tabIndex = one === wanted ? 0 : -1;
}
