// Printing all documents: each is drawn once, and what was drawn goes one after the other to paper.

/** A copy of what is shown of the open document, without the names by which the page finds its own parts. */
function copied(entry) {
  const paper = el("section", { class: "printed", "aria-label": titleOf(entry) });
  if (!byId("sheet").querySelector(".title")) paper.append(el("h1", {}, words(titleOf(entry), { dir: "auto" })));
  for (const part of ["text", "side"]) paper.append(byId(part).cloneNode(true));
  for (const named of paper.querySelectorAll("[id], [tabindex]")) {
    named.removeAttribute("id");
    named.removeAttribute("tabindex");
  }
  return paper;
}

/** Print every document, and show the open one again; filters and search are left out meanwhile. */
function printAll() {
  const root = byId("root");
  const open = state.entry;
  const { source, kind, query, certainty, confidence } = filters;
  const kept = { source, kind, query, certainty: new Set(certainty), confidence: new Set(confidence) };
  clearFilters();
  const papers = entries.map((entry) => {
    drawEntry(entry);
    return copied(entry);
  });
  Object.assign(filters, kept);
  byId("search").value = kept.query;
  drawEntry(open);
  const all = el("div", { class: "all-printed" }, papers);
  root.querySelector(".panes").after(all);
  root.classList.add("printing-all");
  addEventListener(
    "afterprint",
    () => {
      root.classList.remove("printing-all");
      all.remove();
    },
    { once: true },
  );
  window.print();
}
