// The list of claims: who says it, the claim, how sure the source is and how sure we are; the chosen
// one opens and shows the chain hop by hop, its own words and the reasons of the confidence.

// Certainty is told by a sign and a word, never by colour alone.
const CERTAINTIES = { asserted: "●", hedged: "◐", denied: "✕", declined: "—", questioned: "?" };
const CONFIDENCES = { high: 3, medium: 2, low: 1 };

// The cards of the entry that is shown: made once, then only put in and taken out.
const cardsMade = new Map();

/** Draw the cards of the shown claims in the wished order. */
function drawClaims(entry, order) {
  const list = byId("claims");
  const cards = order.map((index) => {
    if (!cardsMade.has(index)) cardsMade.set(index, card(entry, index));
    return cardsMade.get(index);
  });
  list.replaceChildren(...cards);
  if (!cards.length) list.append(el("li", { class: "none" }, nothing(entry)));
  rove(list, cards.find((one) => Number(one.dataset.claim) === entry.chosen));
}

function nothing(entry) {
  if (entry.result.claims.length) return "No claim passes the filters.";
  if (entry.growing) return "No claim found yet.";
  const { status } = entry.result.report;
  if (status === "failed") return "Nothing was answered, so what this document claims is not known.";
  return status === "partial" ? "No claim was found in the part that was answered." : "No claim was found in this document.";
}

function card(entry, index) {
  const claim = entry.result.claims[index];
  const label = labelOf(claim, index);
  const id = "review-claim-" + index;
  const statement = el(
    "button",
    { type: "button", class: "statement", dir: "auto", tabindex: "-1", "aria-expanded": "false", "data-claim": index, id: id + "-statement" },
    claim.text, // not in an element of its own: the button must see which way it runs
  );
  return el(
    "li",
    { class: "claim", id, "data-claim": index },
    el("span", { class: "number", "aria-hidden": "true" }, label),
    el(
      "div",
      { class: "claim-body" },
      el("p", { class: "who" }, el("span", { class: "unseen" }, "Claim " + label + ". "), chain(entry, claim)),
      el("h3", {}, statement),
      el("p", { class: "sureness" }, certainty(claim), confidence(claim), speech(claim)),
    ),
  );
}

/** `US media ‹ officials`: nearest to the article first, the origin last. */
function chain(entry, claim) {
  if (!claim.attribution.length) return el("span", { class: "narrated" }, "narrated");
  return claim.attribution.map((hop, at) => [
    at > 0 && el("span", { class: "from", title: "who has it from" }, el("span", { "aria-hidden": "true" }, " ‹ "), el("span", { class: "unseen" }, ", citing ")),
    words(hopName(entry, hop), { class: at === claim.attribution.length - 1 ? "origin" : "through" }),
  ]);
}

function certainty({ certainty: { level } }) {
  return el("span", { class: "certainty " + level }, el("span", { "aria-hidden": "true" }, (CERTAINTIES[level] || "") + " "), el("span", { class: "unseen" }, "certainty: "), level);
}

function confidence({ confidence: { level, score } }) {
  const filled = CONFIDENCES[level] || 0;
  return el(
    "span",
    { class: "confidence " + level, title: "how sure we are of this extraction" },
    el("span", { class: "bars", "aria-hidden": "true" }, [1, 2, 3].map((bar) => el("i", { class: bar <= filled ? "full" : null }))),
    el("span", { class: "unseen" }, "confidence: "),
    level + " ",
    el("span", { class: "score" }, score.toFixed(2)),
  );
}

function speech({ speech: kind, grounding }) {
  const kinds = [kind === "narrated" ? null : kind, grounding === "exact" ? null : grounding].filter(Boolean);
  return kinds.length ? el("span", { class: "speech" }, kinds.join(" · ")) : null;
}

/** Open the card of a claim and close the others. */
function openCard(entry, index) {
  for (const open of cardsMade.values()) {
    if (!open.classList.contains("open") || Number(open.dataset.claim) === index) continue;
    open.classList.remove("open");
    open.querySelector(".statement").setAttribute("aria-expanded", "false");
    open.querySelector(".details").remove();
  }
  const wanted = index === null ? null : document.getElementById("review-claim-" + index);
  if (!wanted) return null;
  if (!wanted.classList.contains("open")) {
    wanted.classList.add("open");
    const details = el("div", { class: "details", id: wanted.id + "-details" }, ...detailsOf(entry, entry.result.claims[index], index));
    const statement = wanted.querySelector(".statement");
    statement.setAttribute("aria-expanded", "true");
    statement.setAttribute("aria-controls", details.id);
    wanted.querySelector(".claim-body").append(details);
  }
  rove(byId("claims"), wanted);
  return wanted;
}

function detailsOf(entry, claim, index) {
  const parts = [];
  if (claim.attribution.length) parts.push(el("ol", { class: "hops", "aria-label": "Chain of sources, nearest to the article first" }, claim.attribution.map((hop, at) => hopLine(entry, hop, at, claim.attribution.length))));
  parts.push(el("blockquote", { class: "quoted", dir: "auto" }, claim.content.map((span, at) => [at > 0 && " … ", span.text])));
  const facts = [];
  if (claim.certainty.markers.length) facts.push(["Shown by", claim.certainty.markers.map((span, at) => [at > 0 && ", ", el("q", { dir: "auto" }, span.text)])]);
  facts.push(["Words", groundingSaid(claim.grounding)]);
  facts.push(["Reasons", claim.confidence.reasons.length ? el("ul", { class: "reasons" }, claim.confidence.reasons.map((reason) => el("li", {}, reason))) : "none given"]);
  parts.push(el("dl", { class: "facts" }, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  parts.push(
    el(
      "p",
      { class: "actions" },
      el("button", { type: "button", class: "plain", "data-show": index }, "Show in text"),
      el("a", { class: "plain", href: "#" + anchorOf(entry, index) }, "Link to " + claim.id),
    ),
  );
  return parts;
}

function hopLine(entry, hop, at, all) {
  const source = sourceOf(entry, hop.source);
  const place = all === 1 ? null : at === all - 1 ? "origin" : at === 0 ? "nearest to the article" : null;
  const role = source && (source.role || (source.justification && source.justification.text));
  return el(
    "li",
    {},
    el("span", { class: "hop-name" }, words(hopName(entry, hop))),
    source && el("span", { class: "kind" }, source.kind),
    place && el("span", { class: "place" }, place),
    role && el("span", { class: "hop-words", dir: "auto" }, role),
    el("span", { class: "hop-words" }, hop.mention.text !== hopName(entry, hop) && ["written ", el("q", { dir: "auto" }, hop.mention.text), hop.cue && ", "], hop.cue && ["cue ", el("q", { class: "cue-word", dir: "auto" }, hop.cue.text)]),
  );
}

function groundingSaid(grounding) {
  if (grounding === "exact") return "exactly as in the document";
  if (grounding === "normalized") return "as in the document but for marks and spaces";
  return "the model’s words differed and were put right";
}

/** One card can be reached with Tab; arrows lead to the others. */
function rove(list, wanted) {
  const buttons = [...list.querySelectorAll(".statement")];
  const chosen = wanted ? wanted.querySelector(".statement") : buttons[0];
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
}
