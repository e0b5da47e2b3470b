// One clause with all that is linked to it, and lists of pairs or mentions behind a number.
let listed = null;

function openClause(at, options = {}) {
  openList(
    { draw: () => clauseParts(at), hash: "#clause=" + encodeURIComponent(D.clauses[at].id) },
    options,
  );
}

function openList(list, { from = document.activeElement } = {}) {
  listed = list;
  drawList();
  setHash(list.hash, openDialog(byId("clause"), from));
  byId("clause-title").focus();
}

function drawList() {
  const [title, ...parts] = listed.draw();
  byId("clause-title").replaceChildren(...title);
  byId("clause-body").replaceChildren(...parts);
}

function clauseParts(at) {
  const clause = D.clauses[at];
  const doc = D.documents[clause.document];
  const measure = D.measures[clause.measure];
  const linked = D.pairs.filter((pair) => pair.relation && (pair.a === at || pair.b === at));
  return [
    [own(clauseName(clause))],
    el(
      "p",
      { class: "place" },
      own(doc.title || doc.name),
      " · ",
      own(D.groups[doc.group] || ""),
      clause.section ? " · " : null,
      clause.section ? own(clause.section) : null,
      " · ",
      t("page_source", clause),
    ),
    el(
      "p",
      { class: "place" },
      el(
        "a",
        { href: "#" + measure.id },
        t("page_in_measure", { measure: measure.id }),
        " ",
        own(measure.label),
      ),
    ),
    ...textBlock(clause.text, []),
    ...clauseRemarks(clause),
    el(
      "h3",
      {},
      linked.length ? t("page_clause_pairs", { n: linked.length }) : t("page_clause_no_pairs"),
    ),
    ...pairTable(linked, at),
  ];
}

function pairTable(pairs, of = null) {
  if (!pairs.length) return [];
  const heads = of === null ? [head("a"), head("b")] : [head(t("clause"))];
  const table = el(
    "table",
    { class: "list" },
    el("caption", { class: "hidden" }, t("page_clause")),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ...heads,
        head(t("page_state")),
        head(t("page_p_same"), { class: "number" }),
        head(t("page_p_overlap"), { class: "number" }),
        head(t("wording")),
      ),
    ),
    el("tbody"),
  );
  const pager = el("div", { class: "pager", id: "list-pager", hidden: true });
  new Pages(table, pager, (pair) => pairRow(pair, of)).show(pairs);
  return [
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page_clause") },
      table,
    ),
    pager,
  ];
}

function pairRow(pair, of) {
  const sides = of === null ? [pair.a, pair.b] : [pair.a === of ? pair.b : pair.a];
  const link = (i, n) =>
    el(
      n ? "td" : "th",
      { scope: n ? null : "row" },
      el("a", { href: pairHash(pair.a, pair.b) }, own(clauseName(D.clauses[i]))),
    );
  return el(
    "tr",
    {},
    ...sides.map(link),
    el("td", {}, t(pair.relation)),
    el("td", { class: "number" }, decimals(pair.same)),
    el("td", { class: "number" }, decimals(pair.overlap)),
    el("td", {}, pair.evidence ? t(D.s(pair.evidence[1])) : ""),
  );
}

// Pairs behind a number of the summary: by relation, wording or lead.
function openPairs(query, options) {
  const [kind, lead] = [query.get("kind"), query.get("lead")];
  const chosen = D.pairs.filter(
    (pair) => pair.relation && (kind ? isKind(pair, kind) : leadOf(pair) === "lead_" + lead),
  );
  const title = () => t("page_list_pairs", { n: chosen.length, kind: t(kind || "lead_" + lead) });
  openList(
    {
      draw: () => [[title()], ...pairTable(chosen)],
      hash: kind ? "#pairs?kind=" + kind : "#pairs?lead=" + lead,
    },
    options,
  );
}

const isKind = (pair, kind) =>
  pair.relation === kind || (pair.evidence && D.s(pair.evidence[1]) === kind);

// The first row of the differences tells how the leads compare.
function leadOf(pair) {
  const told = pair.evidence && pair.evidence[7];
  const row = told && told.find((entry) => D.s(entry[0]) === "lead units");
  return row ? "lead_" + D.s(row[1]) : "";
}

function openUnit(unit, at, options) {
  const mentions = mentionsIn(unit, at);
  const draw = () => {
    const made = mentions.map(({ clause, role }) =>
      el(
        "tr",
        {},
        el(
          "th",
          { scope: "row" },
          clauseLink(D.clauses[clause]),
          " ",
          own(D.clauses[clause].heading),
        ),
        el("td", {}, role ? t("responsible_role") : t("lead_role")),
        el(
          "td",
          {},
          el(
            "a",
            { href: "#" + D.measures[D.clauses[clause].measure].id },
            own(D.measures[D.clauses[clause].measure].label),
          ),
        ),
      ),
    );
    const title = t("page_list_unit", {
      unit: unit.unit,
      document: at === null ? t("page_all_units") : D.documents[at].name,
      n: mentions.length,
    });
    return [
      [title],
      el(
        "table",
        { class: "list" },
        el("caption", { class: "hidden" }, title),
        el("thead", {}, el("tr", {}, head(t("clause")), head(t("page_state")), head(t("measure")))),
        el("tbody", {}, ...made),
      ),
    ];
  };
  openList(
    {
      draw,
      hash:
        "#unit=" +
        encodeURIComponent(unit.unit) +
        (at === null ? "" : "|" + encodeURIComponent(D.documents[at].name)),
    },
    options,
  );
}
