// Which claims are shown, and in which order.

const filters = { source: "", kind: "", certainty: new Set(), confidence: new Set(), query: "", order: "text" };
const NARRATED = "narrated";

/** The indexes of the claims that pass, as a set, and in the order of the list. */
function sift(entry) {
  const pattern = patternOf(filters.query);
  const order = entry.result.claims.map((_, index) => index).filter((index) => passes(entry, entry.result.claims[index], pattern));
  const claims = entry.result.claims;
  if (filters.order === "unsure") order.sort((a, b) => claims[a].confidence.score - claims[b].confidence.score || a - b);
  if (filters.order === "source") {
    const origin = (index) => (claims[index].attribution.length ? hopName(entry, claims[index].attribution[claims[index].attribution.length - 1]) : "\uffff");
    order.sort((a, b) => origin(a).localeCompare(origin(b)) || a - b);
  }
  return { order, shown: new Set(order) };
}

function passes(entry, claim, pattern) {
  if (filters.source === NARRATED ? claim.attribution.length : filters.source && !claim.attribution.some((hop) => "s:" + hop.source === filters.source)) return false;
  if (filters.kind && !claim.attribution.some((hop) => kindOf(entry, hop) === filters.kind)) return false;
  if (filters.certainty.size && !filters.certainty.has(claim.certainty.level)) return false;
  if (filters.confidence.size && !filters.confidence.has(claim.confidence.level)) return false;
  return pattern === null || pattern.test(haystack(entry, claim));
}

function kindOf(entry, hop) {
  const source = sourceOf(entry, hop.source);
  return source ? source.kind : "unknown";
}

function haystack(entry, claim) {
  const hops = claim.attribution.flatMap((hop) => [hopName(entry, hop), hop.mention.text, hop.cue ? hop.cue.text : ""]);
  return [claim.id, claim.text, ...claim.content.map((span) => span.text), ...hops].join("\n");
}

/** What is searched for: case, kinds of quotation marks and runs of white space do not matter. */
function patternOf(query) {
  const words = query.trim().replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  if (!words) return null;
  const loose = words.replace(/["“”„«»]/g, '["“”„«»]').replace(/['‘’]/g, "['‘’]").replace(/\s+/g, "\\s+");
  return new RegExp(loose, "iu");
}

function anyFilter() {
  return Boolean(filters.source || filters.kind || filters.certainty.size || filters.confidence.size || filters.query.trim());
}

function clearFilters() {
  filters.source = filters.kind = filters.query = "";
  filters.certainty.clear();
  filters.confidence.clear();
  byId("search").value = "";
}

/** The choices that this document offers, each with the number of its claims. */
function drawFilters(entry) {
  const { claims } = entry.result;
  byId("filters").hidden = !claims.length;
  const sources = new Map();
  const kinds = new Map();
  for (const claim of claims) {
    for (const id of new Set(claim.attribution.map((hop) => hop.source))) tally(sources, id);
    for (const kind of new Set(claim.attribution.map((hop) => kindOf(entry, hop)))) tally(kinds, kind);
  }
  const names = new Map(claims.flatMap((claim) => claim.attribution.map((hop) => [hop.source, hopName(entry, hop)])));
  const narrated = claims.filter((claim) => !claim.attribution.length).length;
  options(byId("source"), "All sources", [
    ...[...sources].sort((a, b) => b[1] - a[1]).map(([id, number]) => ["s:" + id, names.get(id), number]),
    ...(narrated ? [[NARRATED, "narrated (no source)", narrated]] : []),
  ], "source");
  options(byId("kind"), "All kinds", [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, number]) => [kind, kind, number]), "kind");
  toggles(byId("certainty"), "certainty", Object.keys(CERTAINTIES), claims.map((claim) => claim.certainty.level), (level) => CERTAINTIES[level]);
  toggles(byId("confidence"), "confidence", Object.keys(CONFIDENCES), claims.map((claim) => claim.confidence.level), () => null);
}

function tally(map, key) {
  map.set(key, (map.get(key) || 0) + 1);
}

const LONGEST_OPTION = 48; // characters: a longer name would widen the whole pane

function options(select, all, choices, name) {
  if (!choices.some(([value]) => value === filters[name])) filters[name] = "";
  const shortened = (label) => (label.length > LONGEST_OPTION ? label.slice(0, LONGEST_OPTION) + "…" : label);
  fill(select, el("option", { value: "" }, all), choices.map(([value, label, number]) => el("option", { value, selected: value === filters[name] }, `${shortened(label.replace(OBEYED_ALL, "\ufffd"))} (${number})`)));
}

function toggles(group, name, levels, present, sign) {
  fill(
    group,
    levels.map((level) => {
      const number = present.filter((one) => one === level).length;
      if (!number && !filters[name].has(level)) return null;
      return el("button", { type: "button", class: "toggle", "aria-pressed": String(filters[name].has(level)), "data-filter": name, "data-level": level }, sign(level) && el("span", { "aria-hidden": "true" }, sign(level) + " "), level, el("span", { class: "tally" }, " " + number));
    }),
  );
}
