// Elements are made node by node: a text of the corpus is never read as markup.
function el(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key === "on")
      for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(
    ...children.filter((child) => child !== null && child !== undefined && child !== false),
  );
  return made;
}

const byId = (id) => document.getElementById(id);
// what comes from the corpus is Chinese, and its direction marks end where it ends
const own = (text, options = {}) => el("bdi", { lang: "zh-CN", ...options }, text);
const hidden = (text) => el("span", { class: "hidden" }, text);
const button = (options, ...children) => el("button", { type: "button", ...options }, ...children);
const head = (text, options = {}, ...more) => el("th", { scope: "col", ...options }, text, ...more);

function options(select, entries, chosen) {
  select.replaceChildren(...entries.map(([value, text]) => el("option", { value }, text)));
  select.value = chosen;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

// Many names: the first ones, and how many more there are.
const N_NAMED = 6;

function namedGroups(names) {
  if (names.length <= N_NAMED + 1) return [own(names.join("、"))];
  return [
    own(names.slice(0, N_NAMED).join("、")),
    " ",
    t("page_n_more", { n: names.length - N_NAMED }),
  ];
}

// Beyond this many documents their columns are narrow, and are printed as lists.
const ROOMY = 8;
const isDense = () => D.documents.length > ROOMY;

function setDense(table) {
  table.classList.toggle("dense", isDense() && !printing);
  table.classList.toggle("listed", isDense() && printing);
  table.parentElement.classList.toggle("tall", isDense() && !printing);
}

let printing = false;

function stateCell(state, shown) {
  const word = state === "uncompared" ? t("page_uncompared") : t(state);
  return [
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
    hidden(word + " "),
    shown,
  ];
}
