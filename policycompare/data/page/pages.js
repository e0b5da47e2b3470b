// A long table shows a page of rows at a time; printing shows them all.
const PAGE_ROWS = 50;

class Pages {
  constructor(table, pager, makeRow, makeHead) {
    Object.assign(this, { table, pager, makeRow, makeHead, rows: [], first: 0, whole: false });
    this.previous = button({ id: pager.id + "-previous", on: { click: () => this.turn(-1) } });
    this.next = button({ id: pager.id + "-next", on: { click: () => this.turn(1) } });
    this.told = el("span", { "aria-live": "polite" });
    pager.append(this.previous, this.told, this.next);
  }

  show(rows, { keep = false } = {}) {
    this.rows = rows;
    if (!keep || this.first >= rows.length) this.first = 0;
    this.draw();
  }

  reveal(row) {
    const at = this.rows.indexOf(row);
    if (at >= 0) {
      this.first = at - (at % PAGE_ROWS);
      this.draw();
    }
    return at >= 0;
  }

  turn(by) {
    this.first = Math.max(0, Math.min(this.first + by * PAGE_ROWS, this.rows.length - 1));
    this.draw();
    const at =
      by > 0 && this.next.disabled
        ? this.previous
        : by < 0 && this.previous.disabled
          ? this.next
          : null;
    if (at) at.focus();
    if (this.table.getBoundingClientRect().top < 0) this.table.scrollIntoView({ block: "start" });
  }

  draw() {
    const [head, body] = [this.table.tHead, this.table.tBodies[0]];
    if (this.makeHead) head.replaceChildren(...this.makeHead());
    const last = this.whole ? this.rows.length : Math.min(this.first + PAGE_ROWS, this.rows.length);
    const shown = this.rows.slice(this.whole ? 0 : this.first, last);
    const made = document.createDocumentFragment();
    shown.forEach((row, i) => made.append(this.makeRow(row, i ? shown[i - 1] : null)));
    if (!shown.length)
      made.append(
        el(
          "tr",
          { class: "empty" },
          el(
            "td",
            { colspan: head.rows.length ? head.rows[head.rows.length - 1].cells.length : 1 },
            t("page_no_rows"),
          ),
        ),
      );
    body.replaceChildren(made);
    if (this.drawn) this.drawn();
    this.pager.hidden = this.rows.length <= PAGE_ROWS;
    this.previous.textContent = t("page_previous");
    this.next.textContent = t("page_next");
    this.previous.disabled = this.first === 0;
    this.next.disabled = this.first + PAGE_ROWS >= this.rows.length;
    this.told.textContent = t("page_rows_shown", {
      first: Math.min(this.first + 1, last),
      last,
      n: this.rows.length,
    });
  }

  printAll(whole) {
    this.whole = whole;
    this.draw();
  }
}
