// Targets, responsible units and the order of adoption.
const sectionPages = {};

function startSections() {
  sectionPages.targets = new Pages(byId("target-table"), byId("target-pager"), targetRow, () =>
    headRow(["indicator", "group", "promise", "deadline", "clause"]),
  );
  sectionPages.units = new Pages(byId("unit-table"), byId("unit-pager"), unitRow, unitHead);
  sectionPages.diffusion = new Pages(
    byId("diffusion-table"),
    byId("diffusion-pager"),
    adoptionRow,
    () => headRow(["page_id", "page_measure", "page_first", "page_order", "page_adopters"]),
  );
}

function drawSections() {
  sectionPages.targets.show(
    D.targets.filter((target) => target.groups > 1),
    { keep: true },
  );
  sectionPages.units.show(D.units, { keep: true });
  sectionPages.diffusion.show(D.adoptions, { keep: true });
}

const headRow = (keys) => [el("tr", {}, ...keys.map((key) => head(t(key))))];

function targetRow(target, before) {
  const clause = D.clauses[target.clause];
  const doc = D.documents[target.document];
  const first = !before || before.indicator !== target.indicator;
  const remark = target.remark.replace(/@(\w+)/, (_, kind) => t(kind));
  return el(
    "tr",
    { class: first ? "first" : null, data: { indicator: target.indicator } },
    el(
      "th",
      { scope: "row" },
      first ? own(target.indicator) : el("span", { class: "hidden" }, own(target.indicator)),
    ),
    el("td", {}, own(D.groups[doc.group] || doc.name)),
    el(
      "td",
      { title: target.text },
      own(target.promise),
      remark ? " " : null,
      remark ? own(remark, { class: "sub" }) : null,
    ),
    el("td", { class: "number" }, target.year ? String(target.year) : "–"),
    el("td", {}, clauseLink(clause), " ", own(clause.heading)),
  );
}

function unitHead() {
  setDense(byId("unit-table"));
  const documents =
    isDense() && printing
      ? [head(t("page_by_document"))]
      : D.documents.map((d) =>
          el("th", { scope: "col", class: "document", title: d.title || null }, own(d.name)),
        );
  return [
    el("tr", {}, head(t("unit")), head(t("page_all_units"), { class: "number" }), ...documents),
  ];
}

function unitRow(unit) {
  const row = el(
    "tr",
    { data: { unit: unit.unit } },
    el(
      "th",
      { scope: "row" },
      own(unit.unit),
      unit.hint ? el("span", { class: "sub" }, " ", t("unit_hint"), ": ", own(unit.hint)) : null,
    ),
    el("td", { class: "number" }, unitButton(unit, null)),
  );
  if (isDense() && printing) row.append(el("td", { class: "by-document" }, own(unitInWords(unit))));
  else
    D.documents.forEach((_, at) =>
      row.append(el("td", { class: "unit-cell" }, unitButton(unit, at))),
    );
  return row;
}

function unitInWords(unit) {
  const told = D.documents
    .map((doc, at) => [doc.name, signsOf(mentionsIn(unit, at))])
    .filter(([, signs]) => signs.length);
  return told
    .map(([name, signs]) => `${name} ${signs.map(([n, sign]) => sign + n).join(" ")}`)
    .join("、");
}

const mentionsIn = (unit, at) =>
  unit.mentions.filter((mention) => at === null || mention.document === at);

function signsOf(mentions) {
  const nLead = mentions.filter((mention) => mention.role === 0).length;
  return [
    [nLead, "▲", "page_lead_sign"],
    [mentions.length - nLead, "△", "page_responsible_sign"],
  ].filter(([n]) => n);
}

function unitButton(unit, at) {
  const parts = signsOf(mentionsIn(unit, at));
  if (!parts.length) return "";
  return button(
    { class: "plain", on: { click: () => openUnit(unit, at) } },
    ...parts.map(([n, sign, key], i) =>
      el(
        "span",
        {},
        i ? " " : null,
        el("span", { "aria-hidden": "true" }, sign + n),
        hidden(t(key, { n })),
      ),
    ),
  );
}

// Groups named in a row of the order of adoption; the others are counted.
const MOST_ADOPTERS = 10;

function adoptionRow(row) {
  const m = D.measures[row.measure];
  const [groups, dates, lags] = [row.adopters, row.issued, row.lags].map((cell) =>
    cell.split("; "),
  );
  const told = groups.slice(0, MOST_ADOPTERS).flatMap((group, i) => {
    const days =
      lags[i] === "?" || lags[i] === "0"
        ? ""
        : " " + t("page_days", { days: lags[i].replace("-", "–") });
    return [i ? " → " : null, own(group), el("span", { class: "sub" }, " " + dates[i] + days)];
  });
  if (groups.length > MOST_ADOPTERS)
    told.push(" → ", t("page_n_more", { n: groups.length - MOST_ADOPTERS }));
  const order = row.order === "certain" ? t("page_order_certain") : t("order_" + row.order);
  return el(
    "tr",
    {},
    el("td", { class: "id" }, el("a", { href: "#" + m.id }, m.id)),
    el("th", { scope: "row" }, own(m.label)),
    el("td", {}, row.first ? own(row.first) : "–"),
    el("td", {}, order),
    el("td", {}, ...told.filter(Boolean)),
  );
}
