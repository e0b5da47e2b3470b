// Charts are drawn when they come into view, and all before printing.
const charts = [];

function startCharts() {
  for (const [section, name, specs, columns, rows] of D.charts.drawn) {
    const figure = el("figure", { class: "chart", data: { chart: name } });
    placeFor(section).append(figure);
    charts.push({ figure, name, specs, columns, rows, drawn: null });
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries)
        if (entry.isIntersecting) drawChart(charts.find((chart) => chart.figure === entry.target));
    },
    { rootMargin: "400px" },
  );
  for (const chart of charts) {
    prepareChart(chart);
    watcher.observe(chart.figure);
  }
  nameFolds();
  if (D.charts.n_more)
    document
      .querySelector('[data-charts="targets"]')
      .append(el("p", { class: "note", data: { more: D.charts.n_more } }));
  tellMore();
}

// The first dot plots stand open; the others are folded, and printed all the same.
const OPEN_CHARTS = 4;

function placeFor(section) {
  const place = document.querySelector(`[data-charts="${section}"]`);
  if (place.querySelectorAll(":scope > figure").length < OPEN_CHARTS) return place;
  let fold = place.querySelector(":scope > details");
  if (!fold) {
    fold = el("details", { class: "more-charts" }, el("summary"));
    place.append(fold);
  }
  return fold;
}

function nameFolds() {
  for (const fold of document.querySelectorAll(".more-charts")) {
    fold.querySelector("summary").textContent = t("page_more_charts", {
      n: fold.querySelectorAll("figure").length,
    });
  }
}

function prepareChart(chart) {
  const spec = chart.specs[language() === "en" ? 0 : 1];
  const place = el("div", {
    class: "canvas scroll",
    tabindex: "0",
    role: "region",
    "aria-label": chartTitle(spec) || chart.name,
  });
  place.style.minHeight = chart.drawn ? "" : "12em";
  chart.figure.replaceChildren(place, ...chartTable(chart.columns, chart.rows));
  Object.assign(chart, { place, drawn: null, spec });
}

const chartTitle = (spec) =>
  typeof spec.title === "string" ? spec.title : spec.title && [spec.title.text].flat().join(" ");

function drawChart(chart) {
  if (chart.drawn === language()) return chart.ready;
  chart.drawn = language();
  const parsed = vega.parse(vegaLite.compile(chart.spec).spec, null, { ast: true });
  const made = new vega.View(parsed, {
    renderer: "svg",
    container: chart.place,
    hover: false,
    expr: vega.expressionInterpreter,
    logLevel: vega.Error,
  });
  made.addEventListener("click", (_, item) => {
    if (item && item.datum && item.datum.link) go(item.datum.link);
  });
  chart.ready = made.runAsync().then(() => {
    chart.place.style.minHeight = "";
  });
  return chart.ready;
}

function tellMore() {
  const note = document.querySelector("[data-more]");
  if (note) note.textContent = t("page_charts_left_out", { n: note.dataset.more });
}

function redrawCharts() {
  nameFolds();
  tellMore();
  for (const chart of charts) {
    const again = chart.drawn !== null;
    prepareChart(chart);
    if (again) drawChart(chart);
  }
}

const drawAllCharts = () => Promise.all(charts.map(drawChart));

// The rows behind a chart, under the names of their columns in the files.
function chartTable(columns, rows) {
  if (!rows.length) return [];
  const cells = (row) =>
    row.map((value) =>
      el(
        "td",
        { class: typeof value === "number" ? "number" : null },
        own(isText(value) ? String(value) : ""),
      ),
    );
  const table = el(
    "table",
    {},
    el("caption", { class: "hidden" }, t("page_chart_data")),
    el("thead", {}, el("tr", {}, ...columns.map((name) => head(name)))),
    el("tbody"),
  );
  const pager = el("div", { class: "pager", hidden: true });
  const fold = el(
    "details",
    { class: "chart-data" },
    el("summary", {}, t("page_chart_data")),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page_chart_data") },
      table,
    ),
    pager,
  );
  // the rows are made when they are asked for
  fold.addEventListener("toggle", () => {
    if (fold.open && !table.tBodies[0].rows.length)
      new Pages(table, pager, (row) => el("tr", {}, ...cells(row))).show(rows);
  });
  return [fold];
}
