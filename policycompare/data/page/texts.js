// A clause text with its marks: spans count UTF-16 units, as JavaScript does.
const FOLD_FROM = 4000;

function sidesOf(pair, side) {
  const evidence = pair && pair.evidence;
  if (!evidence) return { shared: [], numbers: [] };
  const [, , , flat, numbersA, numbersB] = evidence;
  const shared = [];
  for (let i = 0; i < flat.length; i += 5) {
    const at = side === "a" ? i : i + 2;
    shared.push({ start: flat[at], end: flat[at + 1], kind: flat[i + 4] ? "boilerplate" : "reuse" });
  }
  shared.sort((x, y) => x.start - y.start);
  const numbers = (side === "a" ? numbersA : numbersB) || [];
  return { shared, numbers };
}

function markedText(text, { shared, numbers }, limit = Infinity) {
  const made = document.createDocumentFragment();
  const end = Math.min(text.length, limit);
  let at = 0;
  for (const span of shared) {
    if (span.start >= end) break;
    made.append(...withNumbers(text, at, span.start, numbers));
    made.append(el("mark", { class: span.kind }, ...withNumbers(text, span.start, Math.min(span.end, end), numbers)));
    at = span.end;
  }
  if (at < end) made.append(...withNumbers(text, at, end, numbers));
  return made;
}

function withNumbers(text, start, end, numbers) {
  const made = [];
  let at = start;
  for (let i = 0; i < numbers.length; i += 2) {
    const from = Math.max(at, numbers[i]);
    const to = Math.min(end, numbers[i + 1]);
    if (from >= to) continue;
    made.push(text.slice(at, from), el("mark", { class: "number" }, text.slice(from, to)));
    at = to;
  }
  made.push(text.slice(at, end));
  return made.filter((piece) => piece !== "");
}

function textBlock(text, marks, limit = FOLD_FROM) {
  const block = el("p", { class: "text", lang: "zh-CN" });
  if (text.length <= limit * 1.25) {
    block.append(markedText(text, marks));
    return [block];
  }
  // never between the halves of one character
  const cut = /[\uD800-\uDBFF]/.test(text[limit - 1]) ? limit - 1 : limit;
  block.append(markedText(text, marks, cut), "…");
  const more = button({ class: "more" }, t("page_show_all", { n: text.length }));
  more.addEventListener("click", () => { block.replaceChildren(markedText(text, marks)); more.remove(); });
  return [block, more];
}
