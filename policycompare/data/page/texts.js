// A clause text with its marks: spans count UTF-16 units, as JavaScript does.
const FOLD_FROM = 4000;

function sidesOf(pair, side) {
  const evidence = pair && pair.evidence;
  if (!evidence) return [];
  const [, , , flat, numbersA, numbersB] = evidence;
  const shared = [];
  for (let i = 0; i < flat.length; i += 5) {
    const at = side === "a" ? i : i + 2;
    shared.push({
      start: flat[at],
      end: flat[at + 1],
      kind: flat[i + 4] ? "boilerplate" : "reuse",
    });
  }
  shared.sort((x, y) => x.start - y.start);
  return layers(shared, numberSpans((side === "a" ? numbersA : numbersB) || []));
}

function numberSpans(flat) {
  const spans = [];
  for (let i = 0; i < flat.length; i += 2)
    spans.push({ start: flat[i], end: flat[i + 1], kind: "number" });
  return spans;
}

// A number stays in one piece: where shared text begins or ends inside it, it goes around that.
function layers(shared, numbers) {
  const cuts = (number, span) =>
    span.start < number.end &&
    span.end > number.start &&
    (span.start > number.start || span.end < number.end);
  const around = numbers.filter((number) => shared.some((span) => cuts(number, span)));
  return [around, shared, numbers.filter((number) => !around.includes(number))];
}

// The text from start to end in pieces; the spans of a layer hold those of the layers behind it.
function markedText(text, start, end, [spans, ...inside]) {
  if (start >= end) return [];
  if (!spans) return [text.slice(start, end)];
  const made = [];
  let at = start;
  for (const span of spans) {
    const [from, to] = [Math.max(at, span.start), Math.min(end, span.end)];
    if (from >= to) continue;
    made.push(...markedText(text, at, from, inside));
    made.push(el("mark", { class: span.kind }, ...markedText(text, from, to, inside)));
    at = to;
  }
  return [...made, ...markedText(text, at, end, inside)];
}

function textBlock(text, marks, limit = FOLD_FROM) {
  const block = el("p", { class: "text", lang: "zh-CN" });
  if (text.length <= limit * 1.25) {
    block.append(...markedText(text, 0, text.length, marks));
    return [block];
  }
  // never between the halves of one character
  const cut = /[\uD800-\uDBFF]/.test(text[limit - 1]) ? limit - 1 : limit;
  block.append(...markedText(text, 0, cut, marks), "…");
  const more = button({ class: "more" }, t("page_show_all", { n: text.length }));
  more.addEventListener("click", () => {
    block.replaceChildren(...markedText(text, 0, text.length, marks));
    more.remove();
  });
  return [block, more];
}
