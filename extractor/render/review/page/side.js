// Beside the claims: the summary, the sources, the rejected answers, the answers to a user's own tasks.

/** The summary above everything; each sentence shows the passages that carry it. */
function drawSummary(entry) {
  const { summary } = entry.result;
  const sentences = summary.sentences || [];
  byId("summary").hidden = !sentences.length && !summary.text;
  fill(
    byId("summary-text"),
    sentences.length
      ? sentences.map((sentence, index) => [
          el("button", { type: "button", class: "sentence", "aria-pressed": "false", "data-sentence": index, title: "show the passages that carry it" }, words(sentence.text, { dir: "auto" })),
          " ",
        ])
      : words(summary.text),
  );
}

/** The sources, those of most claims first. */
function drawSources(entry) {
  const claims = new Map();
  entry.result.claims.forEach((claim, index) => {
    for (const id of new Set(claim.attribution.map((hop) => hop.source))) claims.set(id, [...(claims.get(id) || []), index]);
  });
  const of = (source) => claims.get(source.id) || [];
  const sorted = [...entry.result.sources].sort((a, b) => of(b).length - of(a).length);
  fill(
    byId("sources"),
    sorted.map((source) =>
      el(
        "li",
        { class: "source-card" },
        el("h3", {}, el("button", { type: "button", class: "source-name", "aria-pressed": "false", "data-source": source.id }, words(source.name))),
        el("p", { class: "source-about" }, el("span", { class: "kind" }, source.kind), source.named ? null : el("span", { class: "place" }, "not named"), source.role && words(source.role, { class: "role" })),
        source.justification && el("p", { class: "justification" }, "Speaks because: ", el("q", { dir: "auto" }, source.justification.text)),
        el("p", { class: "source-count" }, count(of(source).length, "claim"), " · ", count(source.mentions.length, "mention"), of(source).length > 0 && el("span", { class: "actions-inline" }, " · ", el("button", { type: "button", class: "plain", "data-only": source.id }, "show only these claims"))),
      ),
    ),
    !sorted.length && el("li", { class: "none" }, "No source was found in this document."),
  );
}

/** What the model answered and was not used, by reason; and what the report warns of. */
function drawRejected(entry) {
  const { report } = entry.result;
  const rejected = (report && report.rejected) || [];
  fill(
    byId("rejected"),
    rejected.map((one) =>
      el("li", { class: "rejection" }, el("p", { class: "reason" }, one.reason), el("blockquote", { dir: "auto" }, one.answer || "(empty)"), el("p", { class: "window" }, "question " + (one.window + 1))),
    ),
    !rejected.length && el("li", { class: "none" }, "No answer was rejected."),
  );
}

/** The answers to a user's own tasks, whatever their form. */
function drawAnswers(entry) {
  const answers = entry.result.answers;
  byId("tab-answers").hidden = !answers;
  fill(byId("answers"), answers && Object.entries(answers).map(([task, answer]) => [el("h3", {}, task), anything(answer)]));
}

function anything(value) {
  if (value === null || value === undefined) return el("span", { class: "none" }, "not said");
  if (typeof value !== "object") return words(String(value), { dir: "auto" });
  if (Array.isArray(value)) return value.length ? el("ul", {}, value.map((one) => el("li", {}, anything(one)))) : el("span", { class: "none" }, "none");
  if (typeof value.text === "string" && Array.isArray(value.spans)) {
    if (!value.spans.length) return [words(value.text, { dir: "auto" }), " ", el("span", { class: "place" }, "the model’s own words")];
    const places = value.spans.map((span) => el("button", { type: "button", class: "plain", "data-at": span.start }, "show in text"));
    return [el("q", { dir: "auto" }, value.text), " ", places];
  }
  return el("dl", { class: "facts" }, Object.entries(value).map(([name, one]) => [el("dt", {}, name), el("dd", {}, anything(one))]));
}

/** What the document says of itself, and what the reader must know before reading on. */
function drawHead(entry) {
  const about = entry.result.document;
  fill(byId("title"), words(titleOf(entry), { dir: "auto" }));
  document.title = titleOf(entry) + " · review";
  const facts = [];
  if (about.byline) facts.push(words(about.byline));
  if (about.publisher) facts.push(words(about.publisher));
  if (about.published) facts.push(words(about.published));
  if (about.words) facts.push(count(about.words, "word"));
  if (about.language) facts.push(about.language);
  if (about.title && about.title !== entry.id) facts.push(words(entry.id, { class: "id" }));
  if (about.url) facts.push(address(about.url));
  for (const [name, value] of Object.entries(entry.result.meta || {})) {
    if (value !== null && typeof value !== "object") facts.push([name + ": ", words(String(value))]);
  }
  fill(byId("about"), facts.map((fact) => el("li", {}, fact)));
  drawNotes(entry);
}

function drawNotes(entry) {
  const notes = [];
  const { report } = entry.result;
  if (entry.failure) notes.push(["bad", entry.failure]);
  if (entry.growing && !entry.failure) notes.push(["busy", entry.progress ? `Reading: ${entry.progress.task} ${entry.progress.done} of ${entry.progress.total}` : "Reading …"]);
  if (report && report.status !== "complete") notes.push(["bad", `${report.status}: ${report.windows.failed} of ${count(report.windows.sent, "question")} failed; claims may be missing`]);
  for (const warning of (report && report.warnings) || []) notes.push(["warn", warning]);
  fill(byId("notes"), notes.map(([kind, text]) => el("li", { class: kind }, text)));
}

/** The foot: which model, which prompts, what it cost; for several documents the sums as well. */
function drawRun(entry) {
  const { run, report } = entry.result;
  const facts = [];
  if (run) {
    facts.push(["Model", [words(run.model), " ", words("(" + run.endpoint + ")", { class: "soft" })]]);
    facts.push(["Took", [usageSaid(run.usage), ", ", run.seconds.toFixed(1) + " s"]]);
    facts.push(["Cost", costSaid(run.usage.cost_usd)]);
    facts.push(["Questions", `${report.windows.sent} sent, ${report.windows.answered} answered, ${report.windows.failed} failed`]);
    facts.push(["Answers", `${report.items.answered}: ${report.items.kept} kept, ${report.items.repaired} of them repaired, ${report.items.rejected} rejected`]);
    facts.push(["Prompts", Object.entries(run.prompts).map(([task, version], at) => [at > 0 && ", ", task + " ", el("code", {}, version)])]);
    facts.push(["Made by", ["extractor " + run.extractor + ", schema ", el("code", {}, run.schema)]]);
  }
  const done = entries.filter((one) => one.result.run);
  if (done.length > 1) facts.push(["All " + done.length + " documents", totals(done)]);
  fill(byId("run"), facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function totals(done) {
  const sum = (of) => done.reduce((total, one) => total + of(one.result), 0);
  const usage = Object.fromEntries(["calls", "input_tokens", "cached_tokens", "output_tokens"].map((name) => [name, sum(({ run }) => run.usage[name])]));
  const priced = done.every((one) => one.result.run.usage.cost_usd !== null);
  return [count(sum(({ claims }) => claims.length), "claim"), ", ", count(sum(({ report }) => report.items.rejected), "rejected answer"), "; ", usageSaid(usage), "; cost ", costSaid(priced ? sum(({ run }) => run.usage.cost_usd) : null)];
}

function usageSaid(usage) {
  const number = (value) => value.toLocaleString("en");
  const cached = usage.cached_tokens ? ` (${number(usage.cached_tokens)} cached)` : "";
  return `${count(usage.calls, "call")}, ${number(usage.input_tokens)} tokens in${cached}, ${number(usage.output_tokens)} out`;
}

function costSaid(cost) {
  return cost === null || cost === undefined ? "no price known" : "$" + cost.toFixed(4);
}
