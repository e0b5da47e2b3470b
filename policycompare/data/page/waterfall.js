// The reasons of a pair: numbers are thousandths of log-odds and add up as shown.
function waterfallTable(pair, a, b) {
  const [same, overlap, nRest, sameRest, overlapRest, ...flat] = pair.evidence[0];
  const rows = [{ kind: "base", text: t("base_row"), same: D.base[0], overlap: D.base[1] }];
  for (let i = 0; i < flat.length; i += 5) rows.push(contribution(flat.slice(i, i + 5), a, b));
  if (nRest)
    rows.push({
      kind: "small",
      text: t("page_small_row", { n: nRest }),
      same: sameRest,
      overlap: overlapRest,
    });
  const bars = barScale(rows, same);
  const limits = { same: decimals(D.thresholds[0], 3), overlap: decimals(D.thresholds[1], 3) };
  return el(
    "table",
    { id: "waterfall" },
    el("caption", { class: "hidden" }, t("page_reasons")),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        head(t("what_it_says")),
        head("a", { class: "side-value" }),
        head("b", { class: "side-value" }),
        head(t("page_bar"), { class: "bars" }),
        head(t("page_adds_same"), { class: "number" }),
        head(t("page_adds_overlap"), { class: "number" }),
      ),
    ),
    el("tbody", {}, ...rows.map((row) => waterfallRow(row, bars))),
    el(
      "tfoot",
      {},
      totalRow("sum", t("sum_row"), signed(same), signed(overlap)),
      totalRow(
        "probability",
        t("page_probability", limits),
        decimals(pair.same, 3),
        decimals(pair.overlap, 3),
      ),
    ),
  );
}

function contribution([feature, shown, below, same, overlap], a, b) {
  const [name, kind, sides, en, zh] = D.features[feature];
  let value = kind === "flag" ? t(shown ? "yes" : "no") : D.s(shown);
  if (below === 0) value += t("no_pair_less");
  else if (below > 0 || below === -2)
    value += t("page_below_percent", { share: below > 0 ? below + "%" : "<1%" });
  const text = fill(language() === "en" ? en : zh, { value });
  return {
    kind: "contribution",
    name,
    text,
    same,
    overlap,
    a: sideValue(a, sides),
    b: sideValue(b, sides),
  };
}

const sideValue = (clause, name) => (name ? String(clause[name]) : "");

// Bars run from the sum before a row to the sum behind it, as shares of the whole width.
function barScale(rows, total) {
  let sum = 0;
  const ends = rows.map((row) => {
    row.before = sum;
    sum += row.same;
    row.after = sum;
    return sum;
  });
  const low = Math.min(0, total, ...ends);
  const high = Math.max(0, total, ...ends);
  return (value) => (100 * (value - low)) / (high - low || 1);
}

function waterfallRow(row, scale) {
  const bar = el("span", { class: "bar " + (row.same < 0 ? "against" : "for") });
  const [from, to] = [scale(row.before), scale(row.after)].sort((x, y) => x - y);
  bar.style.left = from + "%";
  bar.style.width = Math.max(to - from, 0.6) + "%";
  return el(
    "tr",
    { class: row.kind, data: { feature: row.name || "" } },
    el("th", { scope: "row" }, row.text),
    el("td", { class: "side-value" }, own(row.a || "")),
    el("td", { class: "side-value" }, own(row.b || "")),
    el("td", { class: "bars", "aria-hidden": "true" }, el("span", { class: "track" }, bar)),
    el("td", { class: "number" }, signed(row.same)),
    el("td", { class: "number" }, signed(row.overlap)),
  );
}

function totalRow(kind, text, same, overlap) {
  return el(
    "tr",
    { class: kind },
    el("th", { scope: "row" }, text),
    el("td"),
    el("td"),
    el("td"),
    el("td", { class: "number" }, same),
    el("td", { class: "number" }, overlap),
  );
}

const signed = (thousandths) =>
  (thousandths < 0 ? "−" : "+") + Math.abs(thousandths / 1000).toFixed(3);
