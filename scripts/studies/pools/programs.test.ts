import { expect, test } from "vitest";
import { programsMarkdown } from "./programs.ts";

test("each program has its median, an interval where there are enough runs, and its ratio to piscina in the same blocks", () => {
  const piscina = [0.1, 0.1, 0.2, 0.1, 0.1, 0.1];
  const seconds = new Map([
    ["a copy with `--js`", piscina.map((value) => value / 2)],
    ["piscina", piscina],
    ["interrupted", []],
  ]);
  const [, , copy, peer, none] = programsMarkdown(seconds).split("\n");
  expect(copy).toBe("| a copy with `--js` | 6 | 50.0 ms | 50.0 ms to 100.0 ms | 0.50 × |");
  expect(peer).toBe("| piscina | 6 | 100.0 ms | 100.0 ms to 200.0 ms | 1.00 × |");
  expect(none).toBe("| interrupted | 0 |  |  |  |");
});
