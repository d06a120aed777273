// The page as a whole: what is shown, what is chosen, and what others may call (`window.extractorReview`).

const state = { entry: null, sentence: null, source: null, sifted: { order: [], shown: new Set() }, waiting: new Set() };

/** Draw everything of an entry. */
function drawEntry(entry) {
  state.entry = entry;
  state.sentence = state.source = null;
  byId("root").classList.toggle("growing", Boolean(entry.growing));
  drawHead(entry);
  drawSummary(entry);
  drawSources(entry);
  drawRejected(entry);
  drawAnswers(entry);
  drawRun(entry);
  cardsMade.clear();
  byId("run-line").textContent = runLine(entry);
  drawText(entry);
  drawDocuments(entry);
  refresh();
}

function runLine(entry) {
  const { run } = entry.result;
  if (!run) return entry.growing ? "under way" : "no result yet";
  return [run.model, count(run.usage.calls, "call"), run.seconds.toFixed(1) + " s", "cost: " + costSaid(run.usage.cost_usd)].join(" · ");
}

/** What depends on filters: list, marks, counts. */
function refresh() {
  const { entry } = state;
  drawFilters(entry);
  state.sifted = sift(entry);
  drawClaims(entry, state.sifted.order);
  if (entry.chosen !== null && !state.sifted.shown.has(entry.chosen)) {
    entry.chosen = null;
    setHash(anchorOf(entry, null));
  }
  openCard(entry, entry.chosen);
  searchText();
  paint();
  drawCounts();
}

function paint() {
  const { entry, sifted } = state;
  paintText(sifted.shown, { claim: entry.chosen, source: state.source, sentence: state.sentence });
  markRoving(null);
  byId("sheet").classList.toggle("focused", entry.chosen !== null || state.source !== null || state.sentence !== null);
  for (const button of byId("root").querySelectorAll(".sentence")) button.setAttribute("aria-pressed", String(Number(button.dataset.sentence) === state.sentence));
  for (const button of byId("root").querySelectorAll(".source-name")) button.setAttribute("aria-pressed", String(button.dataset.source === state.source));
}

function drawCounts() {
  const { entry, sifted } = state;
  const all = entry.result.claims.length;
  const some = sifted.order.length;
  byId("count-claims").textContent = byId("switch-count").textContent = all.toLocaleString("en");
  byId("count-sources").textContent = entry.result.sources.length.toLocaleString("en");
  byId("count-rejected").textContent = ((entry.result.report && entry.result.report.rejected) || []).length.toLocaleString("en");
  byId("shown").textContent = some === all ? count(all, "claim") : `${some.toLocaleString("en")} of ${count(all, "claim")}`;
  byId("clear").hidden = !anyFilter();
  const searched = filters.query.trim().length > 1;
  byId("hits").textContent = searched ? `${count(some, "claim")} · ${hits.at >= 0 ? hits.at + 1 + " of " : ""}${count(hits.ranges.length, "hit")} in text` : "";
}

/** Choose a claim (or none): its card opens and its words light up. `from`: the side where it was chosen. */
function choose(index, from) {
  const { entry } = state;
  entry.chosen = index;
  state.sentence = state.source = null;
  const opened = openCard(entry, index);
  paint();
  if (index === null) {
    setHash("");
    return;
  }
  setHash(anchorOf(entry, index));
  if (from !== "list") {
    showTab("claims");
    if (from === "text") showView("side");
    if (opened) reveal(opened, byId("side"));
  }
  if (from !== "text") {
    showSegments(pane.byClaim.get(index), "content");
    markRoving(pane.refs.get(index) || null);
  }
  const claim = entry.result.claims[index];
  announce(`Claim ${labelOf(claim, index)} chosen`);
}

function chooseSource(id) {
  state.source = state.source === id ? null : id;
  state.entry.chosen = state.sentence = null;
  openCard(state.entry, null);
  paint();
  showSegments(state.source === null ? null : pane.bySource.get(id));
}

function chooseSentence(index) {
  state.sentence = state.sentence === index ? null : index;
  state.entry.chosen = state.source = null;
  openCard(state.entry, null);
  paint();
  showSegments(state.sentence === null ? null : pane.bySentence.get(index));
}

/** The next claim of the list (or the one before). */
function step(by) {
  const { order } = state.sifted;
  if (!order.length) return;
  const at = order.indexOf(state.entry.chosen);
  const next = at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by));
  choose(order[next], "keys");
  document.getElementById("review-claim-" + order[next] + "-statement").focus({ preventScroll: true });
}

function stepDocument(by) {
  const next = entries.indexOf(state.entry) + by;
  if (next < 0 || next >= entries.length) return;
  openEntry(entries[next]);
  announce("Document: " + titleOf(entries[next]));
}

function openEntry(entry) {
  drawEntry(entry);
  byId("text").scrollTop = byId("side").scrollTop = 0;
  setHash(entry.chosen === null ? anchorOf(entry, null) : anchorOf(entry, entry.chosen));
  if (entry.chosen !== null) showSegments(pane.byClaim.get(entry.chosen), "content");
}

function showTab(name) {
  for (const tab of byId("root").querySelectorAll("[role=tab]")) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId("panel-" + tab.dataset.tab).hidden = !on;
  }
}

/** On a narrow screen one side is seen at a time. */
function showView(view) {
  byId("root").dataset.view = view;
  for (const button of byId("root").querySelectorAll(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
}

// --- addresses: #c4, and #document/c4 where there are several documents ---------------------------

function anchorOf(entry, index) {
  const claim = index === null ? "" : encodeURIComponent(entry.result.claims[index].id);
  if (entries.length < 2) return claim;
  return encodeURIComponent(entry.key) + (claim ? "/" + claim : "");
}

function setHash(anchor) {
  const wanted = anchor ? "#" + anchor : location.pathname + location.search;
  try {
    history.replaceState(null, "", wanted);
  } catch {
    // a page without an address of its own, such as one in a frame
  }
}

function followHash() {
  let parts = [];
  try {
    parts = location.hash.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return;
  }
  if (!parts[0] || !entries.length) return;
  const named = entries.find((entry) => entry.key === parts[0]);
  const entry = named || state.entry;
  const id = named ? parts[1] : parts[0];
  if (entry !== state.entry) openEntry(entry);
  const index = entry.result.claims.findIndex((claim) => claim.id === id);
  if (index < 0) return;
  if (!state.sifted.shown.has(index)) {
    clearFilters();
    refresh();
  }
  choose(index, "address");
}

// --- what others may call --------------------------------------------------------------------------

/** Draw an entry at most once a frame. */
function later(entry) {
  if (!state.waiting.size) {
    requestAnimationFrame(() => {
      const dirty = [...state.waiting];
      state.waiting.clear();
      if (state.entry === null || dirty.includes(state.entry)) {
        const { scrollTop } = byId("text");
        drawEntry(state.entry || dirty[0]);
        byId("text").scrollTop = scrollTop;
      } else {
        drawDocuments(state.entry);
        drawRun(state.entry);
      }
    });
  }
  state.waiting.add(entry);
}

function growing(id) {
  return entries.find((entry) => entry.id === id && entry.growing) || null;
}

window.extractorReview = Object.freeze({
  add(result, text) {
    later(takeResult(result, text, true));
  },
  begin(info, text) {
    later(takeBeginning(info, text));
  },
  claim(id, claim, names) {
    const entry = growing(id);
    if (!entry) return;
    entry.result.claims.push(claim);
    Object.assign(entry.names, names);
    later(entry);
  },
  progress(id, progress) {
    const entry = growing(id);
    if (!entry) return;
    entry.progress = progress;
    if (entry === state.entry && !state.waiting.size) drawNotes(entry);
  },
  fail(id, message) {
    const entry = growing(id);
    if (!entry) return;
    entry.failure = String(message);
    later(entry);
  },
  open(id) {
    const entry = entries.find((one) => one.id === id);
    if (entry) openEntry(entry);
  },
  clear() {
    entries.length = 0;
    state.entry = null;
    state.waiting.clear();
    for (const name of ["sheet", "claims", "sources", "rejected", "notes", "about", "run"]) fill(byId(name));
    byId("summary").hidden = byId("documents").hidden = true;
  },
});

function readEmbedded() {
  for (const block of document.querySelectorAll("script.review-entry")) {
    const { result, text } = JSON.parse(block.textContent);
    takeResult(result, text, false);
    block.remove();
  }
}

function begin() {
  readSettings();
  listen();
  readEmbedded();
  if (entries.length) {
    drawEntry(entries[0]);
    followHash();
  }
  document.dispatchEvent(new Event("extractor-review-ready"));
}

begin();
