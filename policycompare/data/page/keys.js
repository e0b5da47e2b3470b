// Keys in the comparison table.
// One stop of the Tab key for all cells; arrow keys, Home and End move inside.
function startCellKeys() {
  const table = byId("measures");
  table.addEventListener("focusin", (event) => {
    if (event.target.matches(".state")) makeStop(event.target);
  });
  table.addEventListener("keydown", (event) => {
    const from = event.target.closest("td.cell");
    const to = from && cellBeside(from, event.key);
    if (!to) return;
    event.preventDefault();
    to.querySelector(".state").focus();
  });
}

function makeStop(state) {
  for (const old of byId("measures").querySelectorAll('.state[tabindex="0"]')) old.tabIndex = -1;
  state.tabIndex = 0;
}

const CELL_STEPS = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

function cellBeside(from, key) {
  if (!(key in CELL_STEPS)) return null;
  const [down, right] = CELL_STEPS[key];
  if (Math.abs(right) === Infinity) {
    const cells = [...from.parentElement.querySelectorAll("td.cell:has(.state:enabled)")];
    return right < 0 ? cells[0] : cells.at(-1);
  }
  let [row, at] = [from.parentElement, from.cellIndex];
  do {
    row = down > 0 ? row.nextElementSibling : down < 0 ? row.previousElementSibling : row;
    at += right;
    if (!row || !row.cells[at] || !row.cells[at].matches(".cell")) return null;
  } while (row.cells[at].querySelector(".state").disabled);
  return row.cells[at];
}
