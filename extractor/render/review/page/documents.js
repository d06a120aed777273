// The list of documents, where there are several.

const MANY_DOCUMENTS = 8; // from here on the list has a search of its own

function drawDocuments(current) {
  const several = entries.length > 1;
  byId("documents").hidden = !several;
  byId("root").classList.toggle("several", several);
  if (!several) return;
  byId("documents-count").textContent = entries.length.toLocaleString("en");
  byId("documents-search").hidden = entries.length < MANY_DOCUMENTS;
  const wanted = patternOf(byId("documents-search").value);
  const list = byId("documents-list");
  const shown = entries.filter((entry) => wanted === null || wanted.test(titleOf(entry) + "\n" + entry.id));
  fill(
    list,
    shown.map((entry) => {
      const status = entry.failure ? "failed" : entry.growing ? "reading" : entry.result.report.status;
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "document", "aria-current": entry === current ? "true" : null, "data-document": entries.indexOf(entry) },
          words(titleOf(entry), { class: "document-title", dir: "auto" }),
          el("span", { class: "document-about" }, count(entry.result.claims.length, "claim"), status !== "complete" && [" · ", el("strong", {}, status)]),
        ),
      );
    }),
    !shown.length && el("li", { class: "none" }, "No document has these words in its title."),
  );
  const now = list.querySelector("[aria-current]");
  if (now) now.scrollIntoView({ block: "nearest" });
}
