// Sorts a table by the column whose heading is pressed: numbers by data-value, words by the reader's language.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th"), table = heading.closest("table"), column = heading.cellIndex;
    const up = heading.getAttribute("aria-sort") === "descending";
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const compared = (a, b) => {
      const [x, y] = [value(a), value(b)], [m, n] = [Number(x), Number(y)];
      return x !== "" && y !== "" && !Number.isNaN(m) && !Number.isNaN(n) ? m - n : x.localeCompare(y);
    };
    const body = table.tBodies[0], rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * compared(a, b));
    body.append(...rows);
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  });
}
