import { expect, test } from "vitest";
import { firstDifference } from "./first-difference.ts";

test("the first place where two answers differ is named with both values, and both answers are shown", () => {
  const [wanted, found] = [
    { sums: [1, 2, 3], name: "a" },
    { sums: [1, 5, 9], name: "b" },
  ];
  expect(firstDifference(wanted, found)).toBe(
    `at .sums[1] the oracle has 2, the tasks 5; the oracle's answer: ${JSON.stringify(wanted)}; the tasks': ${JSON.stringify(found)}`,
  );
});

test.each([
  ["a number for another", 7, 8, "the oracle has 7, the tasks 8"],
  ["a list for an object", [], {}, "the oracle has [], the tasks {}"],
  ["one element too few", [1, 2], [1], "at [1] the oracle has 2, the tasks nothing"],
  ["a key too many", {}, { more: null }, "at .more the oracle has nothing, the tasks null"],
  ["null for a value", { a: 1 }, { a: null }, "at .a the oracle has 1, the tasks null"],
])("%s", (_, wanted, found, words) => {
  expect(firstDifference(wanted, found)).toContain(words);
});

test("a long answer is shown as far as it fits", () => {
  const found = firstDifference({ text: "a".repeat(10_000) }, { text: "b".repeat(10_000) });
  expect(found.length).toBeLessThan(1000);
});

test("an oracle that answers differently when it is asked again is named", () => {
  expect(firstDifference([1], [1])).toContain("the oracle gave another answer when it was asked again");
});
