import { expect, test } from "vitest";
import type { Steadiness } from "../analysis/steadiness.ts";
import { passesText } from "./text.ts";

const settled = (kind: Steadiness["class"], change: number | null) =>
  passesText({
    steadiness: {
      class: kind,
      change: { n: 9, median: change, interval: null, reason: null },
      steadyShare: kind === "too few passes" ? null : 1,
    },
  });

test.each<[Steadiness["class"], number | null, string | null]>([
  ["steady", 1.01, "steady"],
  ["varies", 0.9, "varies"],
  ["slows down", 1.5, "slows down (×1.50)"],
  ["speeds up", 0.5, "speeds up (×0.50)"],
  ["too few passes", null, null],
])("passes that are found to be %j with a change of %j are shown as %j", (kind, change, shown) => {
  expect(settled(kind, change)).toBe(shown);
});
