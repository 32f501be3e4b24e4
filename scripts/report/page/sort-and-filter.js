// Sorts and filters the table of all cells. The page is whole without it: what it needs, it puts there itself.
(() => {
  const table = document.querySelector("table[data-sortable]");
  const filters = document.querySelector(".filters");
  const status = document.querySelector("[data-status]");
  const body = table.tBodies[0];
  const rows = [...body.rows];

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };

  // What was not measured stands last in both directions.
  const compare = (a, b, sign) => {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return sign * (typeof a === "number" ? a - b : a < b ? -1 : Number(a > b));
  };

  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sign = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.ariaSort = sign === 1 ? "ascending" : "descending";
      body.append(...rows.toSorted((a, b) => compare(valueOf(a, column), valueOf(b, column), sign)));
    });
  }

  const filter = () => {
    const words = filters.elements.words.value.toLowerCase().split(/\s+/);
    const chosen = ["workload", "runtime", "model"].map((name) => filters.elements[name].value);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits =
        words.every((word) => text.includes(word)) &&
        chosen.every((value, column) => value === "" || row.cells[column].textContent === value);
      row.hidden = !fits;
      shown += Number(fits);
    }
    status.textContent = `${shown} of ${rows.length} cells`;
  };
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
