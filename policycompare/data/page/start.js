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
  const setPrinting = (on) => {
    printing = on;
    pages().forEach((one) => one.printAll(on));
    openFolds(on);
  };
  addEventListener("beforeprint", () => {
    setPrinting(true);
    drawAllCharts();
  });
  addEventListener("afterprint", () => setPrinting(false));
}

// Folded charts are printed open and folded again afterwards.
function openFolds(open) {
  for (const fold of document.querySelectorAll(".more-charts")) {
    if (open && !fold.open) {
      fold.open = true;
      fold.dataset.opened = "yes";
    } else if (!open && fold.dataset.opened) {
      fold.open = false;
      delete fold.dataset.opened;
    }
  }
}

async function start() {
  if (typeof DecompressionStream === "undefined") {
    byId("broken").hidden = false;
    return;
  }
  readData(JSON.parse(await unpackText()));
  switchLanguage(language());
  measurePages = new Pages(byId("measures"), byId("pager"), measureRow, measureHead);
  measurePages.drawn = () => {
    const first = byId("measures").querySelector(".state:enabled");
    if (first) makeStop(first);
  };
  startCellKeys();
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
    byId(id).addEventListener("click", (event) => {
      if (event.target === byId(id)) byId(id).close();
    });
  }
  addEventListener("hashchange", route);
  // a link to where the page already is would do nothing
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) {
      event.preventDefault();
      route();
    }
  });
  addEventListener("popstate", () => {
    if (!/^#(pair|clause|pairs|unit)[=?]/.test(location.hash)) closeDialogs(location.hash.slice(1));
  });
  document.documentElement.dataset.ready = "yes";
  if (location.hash) route();
}

start().catch((error) => {
  byId("broken").hidden = false;
  throw error;
});
