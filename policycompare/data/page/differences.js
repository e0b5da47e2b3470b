// What one clause of a pair has and the other has not.

// They stand in the texts above as well, so they are folded.
const SENTENCES = new Set(["shared sentence", "sentence only in a", "sentence only in b"]);
const NAMED = new Set([
  "other role",
  "changed number",
  "changed deadline",
  "changed scope",
  "changed strength",
]);

// The roles of units stand in English in the rows of the files.
const withRoles = (text) =>
  text.replace(/ \((lead|responsible)\)/g, (_, role) =>
    t("page_role", { role: t(role + "_role") }),
  );

function differenceTable(rows) {
  const english = language() === "en";
  const made = (found) =>
    found.map((row) => {
      const [part, name, aEn, bEn, textEn, textZh, aZh, bZh] = row.map(D.s);
      const what = el("th", { scope: "row" }, english ? textEn : textZh);
      if (NAMED.has(part)) what.append(" · ", own(name));
      return el(
        "tr",
        { class: part.replaceAll(" ", "-") },
        what,
        el("td", {}, own(withRoles(english ? aEn : aZh))),
        el("td", {}, own(withRoles(english ? bEn : bZh))),
      );
    });
  const table = (id, found) =>
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": t("differences") },
      el(
        "table",
        { id, class: "differences" },
        el("caption", { class: "hidden" }, t("differences")),
        el("thead", {}, el("tr", {}, head(t("what_differs")), head("a"), head("b"))),
        el("tbody", {}, ...made(found)),
      ),
    );
  const isSentence = (row) => SENTENCES.has(D.s(row[0]));
  const facts = rows.filter((row) => !isSentence(row));
  const sentences = rows.filter(isSentence);
  const parts = [el("h3", {}, t("differences"))];
  if (facts.length) parts.push(table("differences", facts));
  if (sentences.length)
    parts.push(
      el(
        "details",
        {},
        el("summary", {}, t("page_sentences", { n: sentences.length })),
        table("sentences", sentences),
      ),
    );
  return parts;
}
