// What one group lacks, worst first, with its nearest clause.
let gapPages;

function worstFirst(x, y) {
  const present = (gap) => D.measures[gap.measure].n;
  return present(y) - present(x) || (x.overlap ?? 0) - (y.overlap ?? 0) || x.measure - y.measure;
}

function drawGaps({ keep = false } = {}) {
  const group = Number(byId("gap-group").value) || 0;
  const state = byId("gap-state").value;
  const all = D.gaps[group] ?? [];
  const counted = {
    n: all.length,
    absent: all.filter((gap) => gap.state === 2).length,
    partial: all.filter((gap) => gap.state === 1).length,
  };
  byId("gap-count").textContent = t("page_n_gaps", counted);
  gapPages.show(all.filter((gap) => state === "" || gap.state === Number(state)).sort(worstFirst), {
    keep,
  });
}

function gapHead() {
  return [
    el(
      "tr",
      {},
      head(t("page_id"), { class: "id" }),
      head(t("page_measure")),
      head(t("page_in")),
      head(t("page_state")),
      head(t("page_nearest")),
      head(t("page_p_overlap"), { class: "number" }),
    ),
  ];
}

function gapRow(gap) {
  const m = D.measures[gap.measure];
  const state = STATES[gap.state];
  const nearest = gap.nearest < 0 ? null : D.clauses[gap.nearest];
  const has = D.groups.filter((_, i) => m.states[i] === 0);
  return el(
    "tr",
    { data: { measure: m.id } },
    el("td", { class: "id" }, el("a", { href: "#" + m.id }, m.id)),
    el(
      "th",
      { scope: "row", class: "label" },
      nearest
        ? button({ class: "row", on: { click: () => openGap(gap, m) } }, own(m.label))
        : own(m.label),
    ),
    el("td", { class: "groups" }, ...namedGroups(has)),
    el(
      "td",
      { class: "cell nowrap", data: { state } },
      el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
      " ",
      t(state),
    ),
    el("td", { class: "nearest" }, nearest ? own(clauseName(nearest)) : ""),
    el("td", { class: "number" }, nearest ? decimals(gap.overlap) : ""),
  );
}

// The clause of the measure that the nearest clause is likest to; without a scored pair the first.
function openGap(gap, m) {
  openPair(bestPartner(gap.nearest, m.clauses) ?? m.clauses[0], gap.nearest);
}

function startGaps() {
  options(
    byId("gap-group"),
    D.groups.map((name, i) => [String(i), name]),
    "0",
  );
  byId("gap-group").addEventListener("input", () => drawGaps());
  byId("gap-state").addEventListener("input", () => drawGaps());
  gapPages = new Pages(byId("gap-table"), byId("gap-pager"), gapRow, gapHead);
}
