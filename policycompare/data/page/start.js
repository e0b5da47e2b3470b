// Everything is drawn from the data; switching the language draws it again.
function drawAll() {
  drawFilters();
  applyFilters();
  drawGaps({ keep: true });
  drawSections();
}

function switchAll() {
  switchLanguage(language() === "en" ? "zh" : "en");
  drawAll();
  redrawCharts();
  if (byId("pair").open) drawPair();
  if (byId("clause").open) drawList();
}

function startPrinting() {
  const pages = () => [measurePages, gapPages, ...Object.values(sectionPages)];
  addEventListener("beforeprint", () => { pages().forEach((one) => one.printAll(true)); drawAllCharts(); });
  addEventListener("afterprint", () => pages().forEach((one) => one.printAll(false)));
}

async function start() {
  if (typeof DecompressionStream === "undefined") { byId("broken").hidden = false; return; }
  readData(JSON.parse(await unpackText()));
  switchLanguage(language());
  measurePages = new Pages(byId("measures"), byId("pager"), measureRow, measureHead);
  startFilters();
  startGaps();
  startSections();
  drawAll();
  startCharts();
  startPrinting();
  byId("language").addEventListener("click", switchAll);
  for (const id of ["pair", "clause"]) {
    byId(id).addEventListener("close", () => onClosed(byId(id)));
    byId(id + "-close").addEventListener("click", () => byId(id).close());
    byId(id).addEventListener("click", (event) => { if (event.target === byId(id)) byId(id).close(); });
  }
  addEventListener("hashchange", route);
  addEventListener("popstate", () => { if (!/^#(pair|clause|pairs|unit)[=?]/.test(location.hash)) closeDialogs(location.hash.slice(1)); });
  document.documentElement.dataset.ready = "yes";
  if (location.hash) route();
}

start().catch((error) => { byId("broken").hidden = false; throw error; });
