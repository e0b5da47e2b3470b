// Two clauses side by side, with marks, differences and reasons.
const shown = { a: null, b: null, opener: null, back: "" };

function openPair(a, b, { from = document.activeElement } = {}) {
  [shown.a, shown.b] = order(a, b);
  drawPair();
  setHash(pairHash(shown.a, shown.b), openDialog(byId("pair"), from));
  byId("pair-title").focus();
}

// The one that stands first in the corpus is a, as in the files.
const order = (a, b) => (a < b ? [a, b] : [b, a]);
const pairHash = (a, b) =>
  "#pair=" + [a, b].map((i) => encodeURIComponent(D.clauses[i].id)).join("|");

function openDialog(dialog, from) {
  const first = !document.querySelector("dialog[open]");
  if (first)
    Object.assign(shown, {
      opener: from && from !== document.body ? from : null,
      back: plainHash(),
    });
  for (const other of document.querySelectorAll("dialog[open]"))
    if (other !== dialog) {
      other.dataset.replaced = "yes";
      other.close();
    }
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  return first;
}

const plainHash = () => (/^#(pair|clause|pairs|unit)[=?]/.test(location.hash) ? "" : location.hash);

function onClosed(dialog) {
  if (dialog.dataset.replaced) {
    delete dialog.dataset.replaced;
    return;
  }
  history.replaceState(null, "", location.href.split("#")[0] + shown.back);
  const back = shown.opener && shown.opener.isConnected ? shown.opener : null;
  if (back) back.focus();
}

function drawPair() {
  const [a, b] = [D.clauses[shown.a], D.clauses[shown.b]];
  const pair = findPair(shown.a, shown.b);
  const measure = D.measures[(D.measures[b.measure].n > D.measures[a.measure].n ? b : a).measure];
  byId("pair-title").replaceChildren(
    t("page_side_by_side"),
    " ",
    el("span", { class: "sub" }, own(`${measure.id} ${measure.label}`)),
  );
  const body = byId("pair-body");
  body.replaceChildren(
    ...verdict(pair),
    ...wordingLines(pair),
    el("div", { class: "sides" }, pairSide("a", a, b, pair), pairSide("b", b, a, pair)),
    ...legend(pair),
  );
  const told = pair && pair.evidence;
  if (told && told[7] && told[7].length) body.append(...differenceTable(told[7]));
  if (told)
    body.append(
      el("h3", {}, t("page_reasons")),
      el("p", { class: "note" }, t("page_reasons_note")),
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page_reasons") },
        waterfallTable(pair, a, b),
      ),
      el("p", { class: "note" }, t("overlapping_features")),
    );
  else if (pair) body.append(el("p", { class: "notice" }, t("page_no_reasons")));
}

function verdict(pair) {
  if (!pair) return [el("p", { class: "verdict" }, t("page_not_scored"))];
  const relation = pair.relation || "";
  const word = relation ? t(relation) : t("page_not_linked");
  const values = {
    relation: word,
    same: decimals(pair.same, 3),
    overlap: decimals(pair.overlap, 3),
  };
  return [
    el(
      "p",
      { class: "verdict", data: { relation: relation || "none" } },
      t("page_verdict", values),
    ),
  ];
}

function wordingLines(pair) {
  if (!pair || !pair.evidence) return [];
  const [, wording, [a, b, boilerA, boilerB], , , , terms] = pair.evidence;
  const lines = [t("page_wording", { wording: t(D.s(wording)), a, b })];
  if (boilerA || boilerB) lines.push(t("page_boilerplate", { a: boilerA, b: boilerB }));
  const made = [el("p", { class: "note" }, lines.join(language() === "en" ? "; " : "；"))];
  if (terms !== undefined && D.s(terms))
    made.push(
      el(
        "p",
        { class: "note" },
        ...aroundOwn("page_terms", "terms", D.s(terms).replaceAll("; ", "、")),
      ),
    );
  return made;
}

// A label with a text of the corpus in it, which keeps its own language.
function aroundOwn(key, name, text) {
  const [before, after] = t(key).split("{" + name + "}");
  return [before, own(text), after];
}

function pairSide(side, clause, other, pair) {
  const doc = D.documents[clause.document];
  const id = "pair-" + side;
  const among = choices(clause, other);
  const select = el("select", { id });
  options(
    select,
    among.map((i) => [String(i), clauseName(D.clauses[i])]),
    String(clause.at),
  );
  select.addEventListener("change", () => chooseClause(side, Number(select.value)));
  return el(
    "div",
    { class: "side", data: { side } },
    el(
      "p",
      { class: "document" },
      el("span", { class: "letter", "aria-hidden": "true" }, side),
      own(doc.name),
      " ",
      own(D.groups[doc.group] || "", { class: "sub" }),
    ),
    el("label", { class: "choose", for: id }, t("page_other_clause", { document: side })),
    select,
    el("h3", { class: "heading" }, own(clause.heading || clause.text.slice(0, 16))),
    el(
      "p",
      { class: "place" },
      clauseLink(clause),
      " · ",
      clause.section ? own(clause.section) : null,
      clause.section ? " · " : null,
      t("page_source", clause),
    ),
    ...textBlock(clause.text, sidesOf(pair, side)),
    ...clauseRemarks(clause),
  );
}

// Clauses of the measure in other groups than the one beside, and the one that is shown.
function choices(clause, other) {
  const among = D.measures[clause.measure].clauses.filter(
    (i) => groupOf(D.clauses[i]) !== groupOf(other),
  );
  return among.includes(clause.at) ? among : [clause.at, ...among];
}

function chooseClause(side, chosen) {
  shown[side] = chosen;
  const swap = shown.a > shown.b;
  [shown.a, shown.b] = order(shown.a, shown.b);
  drawPair();
  setHash(pairHash(shown.a, shown.b), false);
  byId("pair-" + (swap ? (side === "a" ? "b" : "a") : side)).focus();
}

const clauseName = (clause) => (clause.heading ? `${clause.id} ${clause.heading}` : clause.id);
const clauseLink = (clause) =>
  el("a", { href: "#clause=" + encodeURIComponent(clause.id) }, own(clause.id));

function clauseRemarks(clause) {
  const made = [];
  if (clause.leads || clause.responsible) {
    const [lead, responsible] = [clause.leads, clause.responsible].map(
      (units) => units.replaceAll("; ", "、") || t("page_nobody"),
    );
    made.push(el("p", { class: "note units" }, t("page_units_of", { lead, responsible })));
  }
  if (clause.warnings)
    made.push(el("p", { class: "note warning" }, own(clause.warnings, { lang: "en" })));
  if (clause.quote)
    made.push(
      el("details", {}, el("summary", {}, t("page_source_text")), ...sourceText(clause.quote)),
    );
  return made;
}

function sourceText(quote) {
  const blocks = textBlock(quote, []);
  blocks[0].lang = "zh-Hant";
  blocks[0].className = "text source";
  return blocks;
}

function legend(pair) {
  if (!pair || !pair.evidence) return [];
  const [, , , flat, numbersA = [], numbersB = []] = pair.evidence;
  const kinds = flat.filter((_, i) => i % 5 === 4);
  const present = {
    reuse: kinds.includes(0),
    boilerplate: kinds.includes(1),
    number: numbersA.length + numbersB.length > 0,
  };
  const marks = Object.keys(present)
    .filter((kind) => present[kind])
    .map((kind) => el("li", {}, el("span", { class: "swatch " + kind }, t("page_mark_" + kind))));
  return marks.length ? [el("ul", { class: "legend" }, ...marks)] : [];
}
