// Words of the interface in the language that the page is switched to.
const LANGS = { en: "en", zh: "zh-CN" };
const language = () => document.documentElement.dataset.lang;

function t(key, values = {}) {
  const label = D.labels[key];
  if (!label) throw new Error("no label " + key);
  return fill(label[language() === "en" ? 0 : 1], values);
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

function switchLanguage(to) {
  const root = document.documentElement;
  root.dataset.lang = to;
  root.lang = LANGS[to];
  const title = document.querySelector("title");
  document.title = title.dataset[to];
  for (const named of document.querySelectorAll("[data-label]"))
    named.setAttribute("aria-label", t(named.dataset.label));
}

const isText = (value) => value !== "" && value !== null && value !== undefined;
const decimals = (value, n = 2) => ((value ?? null) === null ? "–" : value.toFixed(n));
