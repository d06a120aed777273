// Mouse, keys and addresses.

const SEARCH_PAUSE = 120; // milliseconds after the last key until a search is made

function listen() {
  const root = byId("root");
  root.addEventListener("click", onClick);
  byId("text").addEventListener("keydown", onTextKey);
  byId("claims").addEventListener("keydown", onListKey);
  root.querySelector("[role=tablist]").addEventListener("keydown", onTabKey);
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", followHash);
  for (const name of ["source", "kind", "order"]) {
    byId(name).addEventListener("change", (event) => {
      filters[name] = event.target.value;
      changed();
    });
  }
  let pause = 0;
  byId("search").addEventListener("input", (event) => {
    filters.query = event.target.value;
    clearTimeout(pause);
    pause = setTimeout(changed, SEARCH_PAUSE);
  });
  byId("search").addEventListener("keydown", onSearchKey);
  byId("documents-search").addEventListener("input", () => drawDocuments(state.entry));
  byId("keys-on").addEventListener("change", (event) => keep("keys", event.target.checked ? "on" : "off"));
  byId("clear").addEventListener("click", () => {
    clearFilters();
    changed();
    byId("source").focus();
  });
  byId("theme").addEventListener("click", nextTheme);
  byId("print-all").addEventListener("click", printAll);
  byId("help").addEventListener("click", () => byId("dialog").showModal());
  addEventListener("beforeprint", () => byId("foot").setAttribute("open", ""));
}

/** Filters have changed: draw and say how many claims are left. */
function changed() {
  if (!state.entry) return;
  refresh();
  announce(byId("shown").textContent + (hits.ranges.length ? ", " + count(hits.ranges.length, "hit") + " in the text" : ""));
}

function onClick(event) {
  const at = (selector) => event.target.closest(selector);
  const button = at("button");
  if (button && state.entry) return onButton(button);
  const card = at(".claim");
  if (card && !at("a, .details") && !selecting()) return choose(Number(card.dataset.claim), "list");
  const mark = at(".seg");
  if (mark && at("#review-sheet") && !selecting()) chooseAt(mark);
  return undefined;
}

function selecting() {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed;
}

/** Words may belong to several claims: choosing them again goes to the next one. */
function chooseAt(mark) {
  const found = claimsAt(mark, state.entry, state.sifted.shown);
  if (!found.length) return;
  const next = (found.indexOf(state.entry.chosen) + 1) % found.length;
  choose(found[next], "text");
}

function onButton(button) {
  const { claim, show, source, sentence, only, mark, tab, view, filter, level, at } = button.dataset;
  const { entry } = state;
  if (button.matches(".ref[data-claim]")) {
    choose(Number(claim), "text");
    document.getElementById("review-claim-" + claim + "-statement").focus({ preventScroll: true });
  } else if (button.matches(".statement")) {
    const index = Number(claim);
    if (entry.chosen === index) choose(null, "list");
    else choose(index, "list");
  } else if (show !== undefined) {
    showView("text");
    showSegments(pane.byClaim.get(Number(show)), "content");
    const ref = pane.refs.get(Number(show));
    if (ref) ref.focus({ preventScroll: true });
  } else if (source !== undefined) chooseSource(source);
  else if (sentence !== undefined) chooseSentence(Number(sentence));
  else if (only !== undefined) {
    clearFilters();
    filters.source = "s:" + only;
    showTab("claims");
    changed();
    byId("source").focus();
  } else if (mark !== undefined) setMark(button, button.getAttribute("aria-pressed") !== "true");
  else if (tab !== undefined) showTab(tab);
  else if (view !== undefined) showView(view);
  else if (filter !== undefined) toggleLevel(filter, level);
  else if (button.dataset.document !== undefined) openEntry(entries[Number(button.dataset.document)]);
  else if (at !== undefined) showSegments(pane.segments.filter(({ spans }) => spans.some((span) => span.role === "answer" && span.start === Number(at))));
}

function toggleLevel(name, level) {
  if (filters[name].has(level)) filters[name].delete(level);
  else filters[name].add(level);
  changed();
  const again = byId(name).querySelector(`[data-level="${CSS.escape(level)}"]`);
  if (again) again.focus();
}

/** Arrows in the list of claims. */
function onListKey(event) {
  if (!event.target.matches(".statement")) return;
  const buttons = [...byId("claims").querySelectorAll(".statement")];
  const next = nextOf(buttons, event);
  if (!next) return;
  event.preventDefault();
  choose(Number(next.dataset.claim), "keys");
  next.focus({ preventScroll: true });
}

/** Arrows between the numbers in the text. */
function onTextKey(event) {
  if (!event.target.matches(".ref[data-claim]")) return;
  const next = nextOf([...byId("sheet").querySelectorAll(".ref:not([hidden])")], event);
  if (!next) return;
  event.preventDefault();
  markRoving(next);
  next.focus({ preventScroll: true });
  reveal(next, byId("text"));
}

function nextOf(buttons, event) {
  const at = buttons.indexOf(event.target);
  const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
  return event.key in steps ? buttons[Math.max(0, Math.min(buttons.length - 1, steps[event.key]))] : null;
}

function onTabKey(event) {
  const tabs = [...event.currentTarget.querySelectorAll("[role=tab]:not([hidden])")];
  const next = nextOf(tabs, event);
  if (!next) return;
  event.preventDefault();
  showTab(next.dataset.tab);
  next.focus();
}

function onSearchKey(event) {
  if (event.key === "Enter") {
    event.preventDefault();
    nextHit(event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape" && event.target.value) {
    event.stopPropagation();
    event.preventDefault();
    filters.query = event.target.value = "";
    changed();
  }
}

function onKey(event) {
  if (!state.entry || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
  if (event.key === "Escape") {
    if (event.target.matches("input")) event.target.blur();
    else choose(null, "keys");
    return;
  }
  if (!byId("keys-on").checked || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const commands = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => byId("search").focus(),
    "?": () => byId("dialog").showModal(),
    "[": () => stepDocument(-1),
    "]": () => stepDocument(1),
  };
  if (!Object.hasOwn(commands, event.key)) return;
  event.preventDefault();
  commands[event.key]();
}
