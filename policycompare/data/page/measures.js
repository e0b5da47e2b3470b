// The comparison table: measures as rows, documents as columns.
const view = { sort: "order", descending: false, target: null };
let measurePages;

const SORTS = {
  order: (m) => m.at,
  label: (m) => m.label,
  n: (m) => -m.n,
  mean: (m) => -(m.mean ?? -1),
};

function sortKey(name) {
  if (SORTS[name]) return SORTS[name];
  const at = Number(name.slice(1));
  // covered first, then partial, absent and not compared; inside a state the likelier first
  return (m) =>
    STATES.indexOf(m.cells[at].state) * 10 -
    m.cells[at].clauses.length / 100 -
    (cellOverlap(m.cells[at]) ?? 0);
}

function sortMeasures(rows) {
  const key = sortKey(view.sort);
  const compare =
    view.sort === "label"
      ? (x, y) => key(x).localeCompare(key(y), "zh-CN")
      : (x, y) => key(x) - key(y);
  const turn = view.descending ? -1 : 1;
  return rows.sort((x, y) => turn * compare(x, y) || x.at - y.at);
}

function cellOverlap(cell) {
  if (cell.nearest === undefined) return null;
  if (cell.overlap !== undefined) return cell.overlap;
  const pair = findPair(cell.nearest, cell.counterpart);
  return pair ? pair.overlap : null;
}

function sortHead(name, label, full, options = {}) {
  // buttons are not printed again where the head is repeated on the next sheet
  if (printing) return head("", options, ...label);
  const sorted = view.sort === name;
  const direction = sorted ? (view.descending ? "descending" : "ascending") : "none";
  const sorter = button(
    { class: "sort", "data-sort": name, title: t("page_sort_by", { name: full }) },
    ...label,
  );
  const numeric = (options.class || "").startsWith("number");
  sorter[numeric ? "prepend" : "append"](
    el(
      "span",
      { class: "arrow", "aria-hidden": "true" },
      sorted ? (view.descending ? "▼" : "▲") : "",
    ),
  );
  sorter.addEventListener("click", () => {
    view.descending = view.sort === name && !view.descending;
    view.sort = name;
    applyFilters({ keep: false });
    byId("measures").querySelector(`[data-sort="${name}"]`).focus();
  });
  return el("th", { scope: "col", "aria-sort": direction, ...options }, sorter);
}

function measureHead() {
  setDense(byId("measures"));
  const documents =
    isDense() && printing ? [head(t("page_by_document"))] : D.documents.map(documentHead);
  return [
    el(
      "tr",
      {},
      sortHead("order", [t("page_id")], t("page_id"), { class: "id" }),
      sortHead("label", [t("page_measure")], t("page_measure"), { class: "label" }),
      sortHead("n", [t("page_n_groups")], t("page_n_groups"), { class: "number n" }),
      sortHead("mean", [t("page_mean")], t("page_mean"), { class: "number mean" }),
      ...documents,
    ),
  ];
}

function documentHead(doc, at) {
  const group = D.groups[doc.group];
  const told = [own(doc.name)];
  if (group && group !== doc.name) told.push(own(group, { class: "sub" }));
  if (doc.title && !isDense()) told.push(own(doc.title, { class: "sub title" }));
  const full = doc.title ? `${doc.name} ${doc.title}` : doc.name;
  return sortHead("d" + at, told, full, { class: "document", data: { document: doc.name } });
}

function measureRow(m) {
  const row = el(
    "tr",
    { id: m.id, class: view.target === m.id ? "target-row" : null },
    el("td", { class: "id" }, el("a", { href: "#" + m.id }, m.id)),
    el("th", { scope: "row", class: "label" }, own(m.label)),
    el("td", { class: "number n" }, String(m.n)),
    el("td", { class: "number mean" }, m.mean === null ? "" : decimals(m.mean)),
  );
  if (isDense() && printing) row.append(el("td", { class: "by-document" }, ...statesInWords(m)));
  else m.cells.forEach((cell, i) => row.append(measureCell(m, cell, i)));
  return row;
}

// Sixty columns do not fit on paper: who has it, who has part of it, and how many lack it.
function statesInWords(m) {
  const line = (state, at) => {
    const names = D.documents.filter((_, i) => m.cells[i].state === state).map((doc) => doc.name);
    if (!names.length) return null;
    const word = state === "uncompared" ? t("page_uncompared") : t(state);
    const counted = t("page_state_counted", { state: word, n: names.length });
    const named = at < 2 ? [" ", own(names.join("、"))] : [];
    return el("div", {}, SIGNS[state], " ", counted, ...named);
  };
  return STATES.map(line).filter(Boolean);
}

function measureCell(m, cell, at) {
  const td = el("td", {
    class: "cell",
    data: { state: cell.state, document: D.documents[at].name, measure: m.id },
  });
  const overlap = cellOverlap(cell);
  const shown =
    cell.state === "covered"
      ? cell.clauses.length > 1
        ? "×" + cell.clauses.length
        : ""
      : overlap === null
        ? ""
        : decimals(overlap);
  const opens = cell.state !== "uncompared";
  const made = button(
    { class: "state", disabled: !opens, title: opens ? null : t("page_uncompared_why") },
    ...stateCell(cell.state, el("span", { class: "figure" }, shown)),
  );
  made.tabIndex = -1;
  if (opens) made.addEventListener("click", () => openCell(m, cell));
  td.append(made);
  return td;
}

// The clause of the document beside the clause of the measure that it is nearest to.
function openCell(m, cell) {
  if (cell.state !== "covered") return openPair(cell.counterpart, cell.nearest);
  const mine = cell.clauses[0];
  const other = bestPartner(mine, m.clauses);
  return other === null ? openClause(mine) : openPair(mine, other);
}

function bestPartner(clause, among) {
  let best = null;
  for (const other of among) {
    if (groupOf(D.clauses[other]) === groupOf(D.clauses[clause])) continue;
    const pair = findPair(clause, other);
    if (best === null || (pair ? pair.same : -1) > best.same)
      best = { other, same: pair ? pair.same : -1 };
  }
  return best && best.other;
}
