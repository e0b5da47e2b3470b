// Filters of the comparison table.
const FILTERS = { text: "", group: "", state: "", least: 1, probability: 0 };
let haystacks;

function readFilters() {
  FILTERS.text = byId("filter-text").value.trim().toLowerCase();
  FILTERS.group = byId("filter-group").value;
  FILTERS.state = byId("filter-state").value;
  FILTERS.least = Number(byId("filter-least").value) || 1;
  FILTERS.probability = Number(byId("filter-probability").value) || 0;
}

function passes(m) {
  const { text, group, state, least, probability } = FILTERS;
  if (m.n < least) return false;
  if (probability > 0 && !((m.mean ?? -1) >= probability)) return false;
  if (state !== "") {
    const states = group === "" ? m.states : [m.states[Number(group)]];
    if (!states.includes(Number(state))) return false;
  }
  return text === "" || haystack(m).includes(text);
}

function haystack(m) {
  haystacks ??= new Map();
  if (!haystacks.has(m))
    haystacks.set(
      m,
      [m.id, m.label, ...m.clauses.map((i) => D.clauses[i].id + " " + D.clauses[i].text)]
        .join("\n")
        .toLowerCase(),
    );
  return haystacks.get(m);
}

function applyFilters({ keep = true } = {}) {
  readFilters();
  const rows = sortMeasures(D.measures.filter(passes));
  byId("n-shown").textContent = t("page_n_shown", { n: rows.length, of: D.measures.length });
  measurePages.show(rows, { keep });
}

function setFilters({ text = "", group = "", state = "", least = 1, probability = 0 } = {}) {
  byId("filter-text").value = text;
  byId("filter-group").value = group;
  byId("filter-state").value = state;
  byId("filter-least").value = least;
  byId("filter-probability").value = probability;
  applyFilters({ keep: false });
}

function drawFilters() {
  options(
    byId("filter-group"),
    [["", t("page_filter_any_group")], ...D.groups.map((name, i) => [String(i), name])],
    byId("filter-group").value,
  );
  const states = [
    ["", t("page_filter_any_state")],
    ...["covered", "partial", "absent"].map((state, i) => [
      String(i),
      `${SIGNS[state]} ${t(state)}`,
    ]),
  ];
  options(byId("filter-state"), states, byId("filter-state").value);
  options(byId("gap-state"), [states[0], states[2], states[3]], byId("gap-state").value);
  byId("filter-least").max = D.groups.length;
}

function startFilters() {
  let waiting;
  byId("filter-text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => applyFilters({ keep: false }), 120);
  });
  for (const name of ["group", "state", "least", "probability"])
    byId("filter-" + name).addEventListener("input", () => applyFilters({ keep: false }));
  byId("filter-reset").addEventListener("click", () => {
    setFilters();
    byId("filter-text").focus();
  });
}
