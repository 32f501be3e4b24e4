// Lets a moment of the lanes be chosen: what ran then stands out, and is told in words. The pictures are whole without it.
(() => {
  for (const figure of document.querySelectorAll("figure[id^='lanes-']")) {
    const rows = [...figure.querySelectorAll("tbody tr")].map(({ cells }) =>
      [...cells].map((cell) => cell.textContent),
    );
    const panels = [...figure.querySelectorAll(".panel")].map((panel) => {
      const runtime = panel.querySelector("h3").textContent;
      const own = rows.filter(([title]) => title === runtime);
      // Of a panel, bars are drawn in the order of the table's rows.
      const bars = [...panel.querySelectorAll("path[stroke='var(--page)']")].map((bar, index) => {
        const { x, width } = bar.getBBox();
        return { bar, row: own[index], from: x, to: x + width };
      });
      return { runtime, bars, end: Math.max(...bars.map(({ to }) => to)) };
    });
    const longest = Math.max(...panels.map(({ end }) => end));

    const input = document.createElement("input");
    input.type = "range";
    input.max = "1000";
    input.value = "0";
    const status = document.createElement("output");
    const label = document.createElement("label");
    label.append("A moment ", input);
    const scrub = document.createElement("p");
    scrub.className = "scrub";
    scrub.append(label, status);

    input.addEventListener("input", () => {
      const at = (longest * Number(input.value)) / 1000;
      const told = panels.map(({ runtime, bars }) => {
        const running = bars.filter(({ from, to }) => from <= at && at < to);
        for (const { bar } of bars) bar.style.opacity = running.some((each) => each.bar === bar) ? "" : "0.3";
        const words = running.map(({ row: [, lane, task] }) => `${lane} has task ${task}`);
        return `${runtime}: ${words.join(", ") || "nothing runs"}.`;
      });
      status.textContent = told.join(" ");
    });
    figure.querySelector(".panels").before(scrub);
  }
})();
