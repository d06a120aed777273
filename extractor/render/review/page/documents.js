// The list of documents, where there are several.

const MANY_DOCUMENTS = 8; // from here on the list has a search of its own

let listed = ""; // what the list was drawn from: opening another document does not draw it again

function drawDocuments(current) {
  const several = entries.length > 1;
  byId("documents").hidden = !several;
  byId("root").classList.toggle("several", several);
  if (!several) {
    listed = "";
    return;
  }
  byId("documents-count").textContent = entries.length.toLocaleString("en");
  byId("documents-search").hidden = entries.length < MANY_DOCUMENTS;
  const asked = byId("documents-search").value;
  const lines = entries.map((entry) => [titleOf(entry), entry.result.claims.length, statusOf(entry)]);
  const wanted = JSON.stringify([asked, lines]);
  if (wanted !== listed) drawList(asked);
  listed = wanted;
  const list = byId("documents-list");
  const before = list.querySelector("[aria-current]");
  const now = list.querySelector(`[data-document="${entries.indexOf(current)}"]`);
  if (before === now) return;
  if (before) before.removeAttribute("aria-current");
  if (now) {
    now.setAttribute("aria-current", "true");
    now.scrollIntoView({ block: "nearest" });
  }
}

function statusOf(entry) {
  if (entry.failure) return "failed";
  return entry.growing ? "reading" : entry.result.report.status;
}

function drawList(asked) {
  const pattern = patternOf(asked);
  const shown = entries.filter((entry) => pattern === null || pattern.test(titleOf(entry) + "\n" + entry.id));
  fill(
    byId("documents-list"),
    shown.map((entry) => {
      const status = statusOf(entry);
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "document", "data-document": entries.indexOf(entry) },
          words(titleOf(entry), { class: "document-title", dir: "auto" }),
          el("span", { class: "document-about" }, count(entry.result.claims.length, "claim"), status !== "complete" && [" · ", el("strong", {}, status)]),
        ),
      );
    }),
    !shown.length && el("li", { class: "none" }, "No document has these words in its title."),
  );
}
