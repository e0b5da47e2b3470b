// The comparison table of Comparison.browse. Texts of documents are set as textContent only; the
// one piece of HTML is the explanation, which Python makes with templates that escape every text.

const ROWS = 100; // rows of one page: the table stays quick with thousands of measures
const STATES = ["covered", "partial", "absent"];
const SIGNS = ["●", "◐", "○"]; // states can be told apart without colours
const WAIT = 200; // milliseconds of rest before a filter is sent to Python

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children); // strings become text nodes
  return node;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// Characters that are not seen, or that turn the line around them, as their code.
function seen(text) {
  return text.replace(
    /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}

function readable(data) {
  const clauses = data.clauses.map((c) => ({ ...c, label: seen(c.label), text: seen(c.text) }));
  const measures = data.measures.map((m) => ({ ...m, label: seen(m.label) }));
  const documents = data.documents.map((d) => ({ ...d, title: seen(d.title) }));
  return { ...data, clauses, measures, documents };
}

function searchText(data, measure) {
  const clauses = measure.clauses.map((i) => data.clauses[i]);
  const parts = clauses.flatMap((clause) => [clause.id, clause.label, clause.text]);
  return [measure.id, measure.label, ...parts].join("\n").toLowerCase();
}

function passes(data, measure, haystack, filter) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => haystack.includes(word))) return false;
  if (!filter.state) return true;
  return measure.cells.some(
    (cell, k) =>
      STATES[cell[0]] === filter.state &&
      (!filter.group || data.documents[k].group === filter.group),
  );
}

function cellText(data, labels, cell) {
  const [state, clauses, nearest] = cell;
  if (clauses.length) {
    const more = clauses.length > 1 ? ` +${clauses.length - 1}` : "";
    return data.clauses[clauses[0]].label + more;
  }
  if (state === 0) return labels.browse_elsewhere;
  const near = state === 1 && nearest !== null ? `: ${data.clauses[nearest].label}` : "";
  return labels[STATES[state]] + near;
}

function choice(label, options) {
  const select = make("select");
  for (const [value, text] of options) select.append(make("option", { value }, text));
  return [make("label", {}, `${label} `, select), select];
}

function side(data, labels, i) {
  const clause = data.clauses[i];
  const [start, end] = clause.span;
  return make(
    "div",
    { class: "pc-side" },
    make("strong", {}, clause.id),
    make("div", {}, clause.label),
    make("div", { class: "pc-quiet" }, `${clause.document} · ${fill(labels.span, { start, end })}`),
    make("div", { class: "pc-text", lang: "zh-CN" }, clause.text),
  );
}

function render({ model, el }) {
  const data = readable(model.get("data"));
  const labels = model.get("labels");
  const position = new Map(data.clauses.map((clause, i) => [clause.id, i]));
  const measureOf = new Map(data.measures.flatMap((m) => m.clauses.map((i) => [i, m])));
  const haystacks = data.measures.map((measure) => searchText(data, measure));
  let page = 0;
  let picked = null; // [number of the measure, number of the document]
  let timer = null;

  const text = make("input", { type: "search", class: "pc-filter-text" });
  const groups = [["", labels.browse_any_group], ...data.groups.map((group) => [group, group])];
  const states = [
    ["", labels.browse_any_state],
    ...STATES.map((state, k) => [state, `${SIGNS[k]} ${labels[state]}`]),
  ];
  const [groupLabel, group] = choice(labels.browse_group, groups);
  const [stateLabel, state] = choice(labels.browse_state, states);
  group.className = "pc-filter-group";
  state.className = "pc-filter-state";
  const reset = make("button", { type: "button", class: "pc-reset" }, labels.browse_reset);
  const shown = make("div", { class: "pc-shown", "aria-live": "polite" });
  const body = make("tbody");
  const head = make("tr", {}, make("th", { scope: "col" }, labels.measure));
  for (const entry of data.documents) {
    head.append(make("th", { scope: "col", title: entry.title }, entry.name));
  }
  head.append(make("th", { scope: "col" }, labels.p_same));
  const previous = make("button", { type: "button", class: "pc-previous" }, labels.browse_previous);
  const next = make("button", { type: "button", class: "pc-next" }, labels.browse_next);
  const where = make("span", { class: "pc-where" });
  const pager = make("div", { class: "pc-pager" }, previous, where, next);
  const pair = make("div", { class: "pc-pair", tabindex: "-1" });
  const title = fill(labels.browse_title, {
    n_measures: data.measures.length,
    n_documents: data.documents.length,
  });
  const root = make("div", { class: "pc-browse", lang: model.get("lang") });
  root.append(
    make("div", { class: "pc-title" }, title),
    make("div", { class: "pc-filters" }, make("label", {}, `${labels.browse_text} `, text),
      groupLabel, stateLabel, reset),
    shown,
    make("div", { class: "pc-scroll", tabindex: "0", role: "region", "aria-label": title },
      make("table", { class: "pc-table" }, make("thead", {}, head), body)),
    pager,
    pair,
  );
  el.append(root);

  function showRows() {
    const filter = model.get("filter");
    const numbers = data.measures
      .map((_, k) => k)
      .filter((k) => passes(data, data.measures[k], haystacks[k], filter));
    const n_pages = Math.max(1, Math.ceil(numbers.length / ROWS));
    page = Math.min(page, n_pages - 1);
    const rows = numbers.slice(page * ROWS, (page + 1) * ROWS);
    body.replaceChildren(...rows.map(row));
    shown.textContent = fill(labels.browse_shown, {
      n: numbers.length,
      n_all: data.measures.length,
    });
    pager.hidden = n_pages === 1;
    previous.disabled = page === 0;
    next.disabled = page === n_pages - 1;
    const first = page * ROWS + 1;
    where.textContent = fill(labels.browse_page, { first, last: first + rows.length - 1 });
  }

  function row(number) {
    const measure = data.measures[number];
    const name = make("th", { scope: "row" }, measure.label);
    name.append(" ", make("span", { class: "pc-quiet" }, measure.id));
    const line = make("tr", { "data-measure": measure.id }, name);
    measure.cells.forEach((cell, k) => line.append(tableCell(number, k, cell)));
    line.append(make("td", { class: "pc-number" }, measure.p === null ? "" : measure.p.toFixed(2)));
    return line;
  }

  function tableCell(number, k, cell) {
    const told = cellText(data, labels, cell);
    const pressed = picked !== null && picked[0] === number && picked[1] === k;
    const button = make(
      "button",
      {
        type: "button",
        "aria-pressed": String(pressed),
        "aria-label": `${data.documents[k].name}: ${labels[STATES[cell[0]]]}, ${told}`,
      },
      make("span", { class: "pc-sign", "aria-hidden": "true" }, SIGNS[cell[0]]),
      ` ${told}`,
    );
    button.addEventListener("click", () => pick(number, k));
    const attributes = { "data-state": STATES[cell[0]], "data-document": data.documents[k].name };
    return make("td", attributes, button);
  }

  function pick(number, k) {
    const [, clauses, nearest, a, b] = data.measures[number].cells[k];
    picked = [number, k];
    for (const button of body.querySelectorAll("[aria-pressed=true]")) {
      button.setAttribute("aria-pressed", "false");
    }
    const name = data.documents[k].name;
    const line = [...body.rows].find((r) => r.dataset.measure === data.measures[number].id);
    const cell = line && [...line.cells].find((c) => c.dataset.document === name);
    if (cell) cell.firstChild.setAttribute("aria-pressed", "true");
    const alone = clauses.length ? clauses[0] : nearest;
    const chosen = a !== null ? [a, b] : [alone ?? data.measures[number].clauses[0]];
    select(chosen);
  }

  function select(positions) {
    const ids = positions.map((i) => data.clauses[i].id);
    if (ids.join("\n") !== model.get("selected").join("\n")) {
      model.set("selected", ids);
      model.save_changes();
    }
    showPair();
  }

  function choices(positions, at) {
    const measure = picked === null ? measureOf.get(positions[0]) : data.measures[picked[0]];
    const near = measure.cells.map((cell) => cell[2]).filter((i) => i !== null);
    const offered = [...new Set([...measure.clauses, ...near, ...positions])];
    const options = offered.map((i) => [String(i), `${data.clauses[i].id} ${data.clauses[i].label}`]);
    const [label, list] = choice(at === 0 ? labels.browse_pair_a : labels.browse_pair_b, options);
    list.className = `pc-pair-${"ab"[at]}`;
    list.value = String(positions[at]);
    list.addEventListener("change", () => {
      const other = positions.slice();
      other[at] = Number(list.value);
      select(other);
    });
    return label;
  }

  function showPair() {
    const ids = model.get("selected");
    const positions = ids.map((id) => position.get(id)).filter((i) => i !== undefined);
    if (!positions.length) {
      pair.replaceChildren(make("p", { class: "pc-quiet" }, labels.browse_pick));
      return;
    }
    const lists = positions.length > 1 ? positions.map((_, at) => choices(positions, at)) : [];
    const reasons = make("div", { class: "pc-reasons" });
    const explanation = model.get("explanation");
    if (explanation.html && explanation.pair.join("\n") === ids.join("\n")) {
      reasons.innerHTML = explanation.html;
    } else {
      const sides = positions.map((i) => side(data, labels, i));
      reasons.append(
        make("div", { class: "pc-sides" }, ...sides),
        make("p", { class: "pc-quiet" }, labels.browse_waiting),
      );
    }
    const told = positions.length > 1 ? [] : [make("p", { class: "pc-quiet" }, labels.browse_no_pair)];
    pair.replaceChildren(make("div", { class: "pc-filters" }, ...lists), ...told, reasons);
  }

  function showFilter() {
    const filter = model.get("filter");
    // what is being typed is newer than what comes back
    if (timer === null && text.value !== filter.text) text.value = filter.text;
    group.value = filter.group;
    state.value = filter.state;
    showRows();
  }

  function setFilter(filter, wait) {
    page = 0;
    model.set("filter", filter);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      model.save_changes();
    }, wait);
    showRows();
  }

  function readFilter() {
    return { text: text.value, group: group.value, state: state.value };
  }

  text.addEventListener("input", () => setFilter(readFilter(), WAIT));
  group.addEventListener("change", () => setFilter(readFilter(), 0));
  state.addEventListener("change", () => setFilter(readFilter(), 0));
  reset.addEventListener("click", () => {
    text.value = group.value = state.value = "";
    setFilter(readFilter(), 0);
  });
  previous.addEventListener("click", () => { page -= 1; showRows(); });
  next.addEventListener("click", () => { page += 1; showRows(); });
  model.on("change:selected", showPair);
  model.on("change:explanation", showPair);
  model.on("change:filter", showFilter);
  showFilter();
  showPair();

  return () => {
    clearTimeout(timer);
    model.off("change:selected", showPair);
    model.off("change:explanation", showPair);
    model.off("change:filter", showFilter);
    root.remove();
  };
}

export default { render };
