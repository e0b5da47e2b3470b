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
  return (m) => STATES.indexOf(m.cells[at].state) * 10 - m.cells[at].clauses.length / 100 - (cellOverlap(m.cells[at]) ?? 0);
}

function sortMeasures(rows) {
  const key = sortKey(view.sort);
  const compare = view.sort === "label" ? (x, y) => key(x).localeCompare(key(y), "zh-CN") : (x, y) => key(x) - key(y);
  const turn = view.descending ? -1 : 1;
  return rows.sort((x, y) => turn * compare(x, y) || x.at - y.at);
}

function cellOverlap(cell) {
  if (cell.nearest === undefined) return null;
  const pair = findPair(cell.nearest, cell.counterpart);
  return pair ? pair.overlap : null;
}

function sortHead(name, label, full, options = {}) {
  const sorted = view.sort === name;
  const direction = sorted ? (view.descending ? "descending" : "ascending") : "none";
  const sorter = button({ class: "sort", "data-sort": name, title: t("page_sort_by", { name: full }) }, ...label);
  const numeric = (options.class || "").startsWith("number");
  sorter[numeric ? "prepend" : "append"](el("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (view.descending ? "▼" : "▲") : ""));
  sorter.addEventListener("click", () => {
    view.descending = view.sort === name && !view.descending;
    view.sort = name;
    applyFilters({ keep: false });
    byId("measures").querySelector(`[data-sort="${name}"]`).focus();
  });
  return el("th", { scope: "col", "aria-sort": direction, ...options }, sorter);
}

function measureHead() {
  const dense = D.documents.length > 8;
  byId("measures").classList.toggle("dense", dense);
  const heads = D.documents.map((d, i) => sortHead("d" + i,
    [own(d.name), D.groups[d.group] && D.groups[d.group] !== d.name ? own(D.groups[d.group], { class: "sub" }) : null].filter(Boolean),
    d.name, { class: "document", data: { document: d.name } }));
  return [el("tr", {},
    sortHead("order", [t("page_id")], t("page_id"), { class: "id" }),
    sortHead("label", [t("page_measure")], t("page_measure"), { class: "label" }),
    sortHead("n", [t("page_n_groups")], t("page_n_groups"), { class: "number n" }),
    sortHead("mean", [t("page_mean")], t("page_mean"), { class: "number mean" }),
    ...heads)];
}

function measureRow(m) {
  const row = el("tr", { id: m.id, class: view.target === m.id ? "target-row" : null },
    el("td", { class: "id" }, el("a", { href: "#" + m.id }, m.id)),
    el("th", { scope: "row", class: "label" }, own(m.label)),
    el("td", { class: "number n" }, String(m.n)),
    el("td", { class: "number mean" }, m.mean === null ? "" : decimals(m.mean)));
  m.cells.forEach((cell, i) => row.append(measureCell(m, cell, i)));
  return row;
}

function measureCell(m, cell, at) {
  const td = el("td", { class: "cell", data: { state: cell.state, document: D.documents[at].name, measure: m.id } });
  const overlap = cellOverlap(cell);
  const shown = cell.state === "covered" ? (cell.clauses.length > 1 ? "×" + cell.clauses.length : "") : overlap === null ? "" : decimals(overlap);
  const opens = cell.state !== "uncompared";
  const made = button({ class: "state", disabled: !opens, title: opens ? null : t("page_uncompared_why") }, ...stateCell(cell.state, el("span", { class: "figure" }, shown)));
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
    if (best === null || (pair ? pair.same : -1) > best.same) best = { other, same: pair ? pair.same : -1 };
  }
  return best && best.other;
}

// One stop of the Tab key for all cells; arrow keys, Home and End move inside.
function startCellKeys() {
  const table = byId("measures");
  table.addEventListener("focusin", (event) => { if (event.target.matches(".state")) makeStop(event.target); });
  table.addEventListener("keydown", (event) => {
    const from = event.target.closest("td.cell");
    const to = from && cellBeside(from, event.key);
    if (!to) return;
    event.preventDefault();
    to.querySelector(".state").focus();
  });
}

function makeStop(state) {
  for (const old of byId("measures").querySelectorAll('.state[tabindex="0"]')) old.tabIndex = -1;
  state.tabIndex = 0;
}

const CELL_STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -Infinity], End: [0, Infinity] };

function cellBeside(from, key) {
  if (!(key in CELL_STEPS)) return null;
  const [down, right] = CELL_STEPS[key];
  if (Math.abs(right) === Infinity) {
    const cells = [...from.parentElement.querySelectorAll("td.cell:has(.state:enabled)")];
    return right < 0 ? cells[0] : cells.at(-1);
  }
  let [row, at] = [from.parentElement, from.cellIndex];
  do {
    row = down > 0 ? row.nextElementSibling : down < 0 ? row.previousElementSibling : row;
    at += right;
    if (!row || !row.cells[at] || !row.cells[at].matches(".cell")) return null;
  } while (row.cells[at].querySelector(".state").disabled);
  return row.cells[at];
}
