// The data of the page: unpacked once; positions of clauses, measures and documents as in Python.
const D = {};

async function unpackText() {
  const letters = document.getElementById("data").textContent.trim();
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

const STATES = ["covered", "partial", "absent", "uncompared"];
const SIGNS = { covered: "●", partial: "◐", absent: "○", uncompared: "–" };

function readData(raw) {
  const s = (number) => raw.strings[number];
  D.documents = raw.documents.map(([name, group, title, issued, script]) => ({
    name,
    group,
    title,
    issued,
    script,
  }));
  D.groups = raw.groups;
  D.clauses = raw.clauses.map((c, at) => ({
    at,
    id: c[0],
    document: c[1],
    measure: c[2],
    start: c[3],
    end: c[4],
    position: c[5],
    length: c[6],
    section: s(c[7]),
    heading: s(c[8]),
    role: s(c[9]),
    text: s(c[10]),
    leads: s(c[11]),
    responsible: s(c[12]),
    warnings: s(c[13]),
    quote: c[14] < 0 ? "" : s(c[14]),
  }));
  D.measures = raw.measures.map((m, at) => readMeasure(m, at, s));
  D.pairs = raw.pairs.map((p, at) => ({
    a: p[0],
    b: p[1],
    relation: ["same", "partial", ""][p[2]],
    same: p[3],
    overlap: p[4],
    evidence: raw.evidence[at],
  }));
  D.pairOf = new Map(D.pairs.map((pair) => [pairKey(pair.a, pair.b), pair]));
  D.gaps = readGaps(raw.gaps);
  D.clauseOf = new Map(D.clauses.map((clause) => [clause.id, clause]));
  D.measureOf = new Map(D.measures.map((measure) => [measure.id, measure]));
  D.targets = raw.targets.map(([indicator, doc, clause, promise, remark, year, groups, text]) => ({
    indicator: s(indicator),
    document: doc,
    clause,
    promise: s(promise),
    remark: s(remark),
    year,
    groups,
    text: s(text),
  }));
  D.units = raw.units.map(([unit, hint, mentions]) => ({
    unit: s(unit),
    hint: s(hint),
    mentions: triples(mentions),
  }));
  D.adoptions = raw.diffusion.map(([measure, order, first, adopters, issued, lags]) => ({
    measure,
    order: s(order),
    first: s(first),
    adopters: s(adopters),
    issued: s(issued),
    lags: s(lags),
  }));
  Object.assign(D, {
    s,
    features: raw.features,
    base: raw.base,
    thresholds: raw.thresholds,
    charts: raw.charts,
    labels: raw.labels,
  });
}

function readMeasure([id, label, mean, states, cells], at, s) {
  const read = cells.map((cell) =>
    cell.length && cell[0] >= 0
      ? { state: "covered", clauses: cell }
      : { state: STATES[-cell[0]], clauses: [], nearest: cell[1], counterpart: cell[2] },
  );
  return {
    at,
    id,
    label: s(label),
    mean,
    states,
    cells: read,
    clauses: read.flatMap((cell) => cell.clauses).sort((x, y) => x - y),
    n: states.filter((state) => state === 0).length,
  };
}

function triples(flat) {
  const found = [];
  for (let i = 0; i < flat.length; i += 3)
    found.push({ document: flat[i], role: flat[i + 1], clause: flat[i + 2] });
  return found;
}

// Gaps by group; where the group has one document, its cell tells the gap unless the data do.
function readGaps(told) {
  const gaps = D.groups.map(() => new Map());
  for (const [group, measure, state, nearest, same, overlap] of told) {
    gaps[group].set(measure, { group, measure, state, nearest, same, overlap });
    // the gap has the clause's best value with the whole measure; its cell shows the same number
    for (const cell of D.measures[measure].cells) {
      if (cell.nearest === nearest) cell.overlap = overlap;
    }
  }
  D.groups.forEach((_, group) => {
    const documents = D.documents.flatMap((doc, at) => (doc.group === group ? [at] : []));
    if (documents.length === 1) addGapsOfCells(gaps[group], group, documents[0]);
  });
  return gaps.map((of) => [...of.values()]);
}

function addGapsOfCells(gaps, group, at) {
  for (const m of D.measures) {
    const cell = m.cells[at];
    const state = m.states[group];
    if (state === 0 || cell.nearest === undefined || gaps.has(m.at)) continue;
    const { same, overlap } = findPair(cell.nearest, cell.counterpart);
    gaps.set(m.at, { group, measure: m.at, state, nearest: cell.nearest, same, overlap });
  }
}

// numbers make a faster key than texts, and a page may hold a hundred thousand pairs
const pairKey = (a, b) => (a < b ? a * D.clauses.length + b : b * D.clauses.length + a);
const findPair = (a, b) => D.pairOf.get(pairKey(a, b));
const groupOf = (clause) => D.documents[clause.document].group;
