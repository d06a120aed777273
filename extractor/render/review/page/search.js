// Searching the text itself: hits are painted by the CSS Custom Highlight API, which leaves the page's
// elements as they are; Enter goes from hit to hit.

const MOST_HITS = 2000; // more are counted, not painted
const hits = { ranges: [], at: -1 };

function searchText() {
  hits.ranges = [];
  hits.at = -1;
  const pattern = patternOf(filters.query);
  if (pattern !== null && filters.query.trim().length > 1) {
    for (const line of byId("sheet").querySelectorAll(".line")) findIn(line, new RegExp(pattern.source, "giu"));
  }
  if (typeof Highlight === "function" && CSS.highlights) {
    CSS.highlights.set("review-hit", new Highlight(...hits.ranges.slice(0, MOST_HITS)));
    CSS.highlights.delete("review-hit-now");
  }
}

function findIn(line, pattern) {
  const nodes = [];
  let text = "";
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(".ref, .furniture-kind, .control")) continue;
    nodes.push([text.length, node]);
    text += node.data;
  }
  for (const found of text.matchAll(pattern)) {
    if (!found[0]) continue;
    const range = document.createRange();
    const [from, first] = nodeAt(nodes, found.index);
    const [to, last] = nodeAt(nodes, found.index + found[0].length - 1);
    range.setStart(first, found.index - from);
    range.setEnd(last, found.index + found[0].length - to);
    hits.ranges.push(range);
  }
}

function nodeAt(nodes, offset) {
  let found = nodes[0];
  for (const one of nodes) {
    if (one[0] > offset) break;
    found = one;
  }
  return found;
}

/** To the next hit in the text (or the one before). */
function nextHit(step) {
  if (!hits.ranges.length) return;
  hits.at = (hits.at + step + hits.ranges.length) % hits.ranges.length;
  const range = hits.ranges[hits.at];
  if (typeof Highlight === "function" && CSS.highlights) CSS.highlights.set("review-hit-now", new Highlight(range));
  reveal(range.startContainer.parentElement, byId("text"));
  announce(`Hit ${hits.at + 1} of ${hits.ranges.length} in the text`);
  drawCounts();
}
