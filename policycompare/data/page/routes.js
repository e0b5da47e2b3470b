// Deep links: #m12, #clause=…, #pair=…|…, #pairs?kind=…, #comparison?n=2,
// #gaps?group=…&state=….
let routing = false;

function setHash(hash, isNew) {
  if (location.hash === hash) return;
  if (isNew && !routing) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function go(hash) {
  if (location.hash === hash) route();
  else location.hash = hash;
}

function route() {
  routing = true;
  try {
    followHash();
  } finally {
    routing = false;
  }
}

function followHash() {
  const hash = location.hash.slice(1);
  if (hash.startsWith("pair=")) return routePair(hash.slice(5));
  if (hash.startsWith("clause=")) return routeClause(decode(hash.slice(7)));
  if (hash.startsWith("unit=")) return routeUnit(hash.slice(5).split("|").map(decode));
  if (hash.startsWith("pairs?")) return openPairs(new URLSearchParams(hash.slice(6)));
  closeDialogs(hash);
  const [name, query] = hash.split("?");
  const asked = new URLSearchParams(query || "");
  if (D.measureOf.has(name)) return showMeasure(D.measureOf.get(name));
  if (name === "comparison" && query) {
    setFilters({ least: asked.get("n") || 1, group: groupValue(asked), state: stateValue(asked) });
    return show(name);
  }
  if (name === "gaps" && query) {
    byId("gap-group").value = groupValue(asked) || "0";
    byId("gap-state").value = stateValue(asked);
    drawGaps();
    return show(name);
  }
  if (name === "targets" && asked.get("indicator"))
    return showRow(
      "targets",
      sectionPages.targets,
      (row) => row.indicator === asked.get("indicator"),
      `tr[data-indicator]`,
    );
  if (name === "units" && asked.get("unit"))
    return showRow("units", sectionPages.units, (row) => row.unit === asked.get("unit"));
  if (/^m\d+$/.test(name)) return unknown(name);
  if (name && byId(name)) show(name);
}

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
const groupValue = (asked) => {
  const at = D.groups.indexOf(asked.get("group"));
  return at < 0 ? "" : String(at);
};
const stateValue = (asked) => {
  const at = STATES.indexOf(asked.get("state"));
  return at < 0 ? "" : String(at);
};
const show = (id) => byId(id).scrollIntoView();

// A link inside a dialog that leads out of it closes it and keeps the place it leads to.
function closeDialogs(hash) {
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    shown.back = hash ? "#" + hash : "";
    shown.opener = null;
    dialog.close();
  }
}

function routePair(ids) {
  const found = ids.split("|").map((id) => D.clauseOf.get(decode(id)));
  if (found.length !== 2 || !found[0] || !found[1]) return unknown(decode(ids));
  openPair(found[0].at, found[1].at);
}

function routeClause(id) {
  const clause = D.clauseOf.get(id);
  return clause ? openClause(clause.at) : unknown(id);
}

function routeUnit([name, documentName]) {
  const unit = D.units.find((one) => one.unit === name);
  const at =
    documentName === undefined ? null : D.documents.findIndex((one) => one.name === documentName);
  return unit && at !== -1 ? openUnit(unit, at) : unknown(name);
}

function showMeasure(m) {
  view.target = m.id;
  if (!passes(m)) setFilters();
  measurePages.reveal(m);
  measurePages.draw();
  const row = byId(m.id);
  row.scrollIntoView({ block: "center" });
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

function showRow(section, pages, matches) {
  const row = pages.rows.find(matches);
  if (!row) return unknown(section);
  pages.reveal(row);
  const at = pages.rows.indexOf(row) - pages.first;
  const found = pages.table.tBodies[0].rows[at];
  for (const old of pages.table.querySelectorAll(".target-row")) old.classList.remove("target-row");
  found.classList.add("target-row");
  found.scrollIntoView({ block: "center" });
}

function unknown(name) {
  byId("announcer").textContent = t("page_unknown_link", { name });
  byId("announcer").className = "notice";
}
