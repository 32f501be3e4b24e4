import { describe, expect, it } from "vitest";
import type { Expected } from "./expected.ts";
import { judge } from "./judge.ts";

const expected = {
  events: { begin: /^begin$/, parts: [/^part (?<n>\S+)$/, 2], end: /^end$/ },
  order: [["begin", "parts", "end"]],
} satisfies Expected;

const of = (lines: string[], wanted: Expected = expected, stderr = ""): string[] =>
  judge({ runtime: "node", stdout: lines.map((line) => `${line}\n`).join(""), stderr }, wanted);

describe("judge()", () => {
  it("has nothing to say when the lines are there in an order that is allowed", () => {
    expect(of(["begin", "part 1", "part 2", "end"])).toEqual([]);
    expect(of(["begin", "part 2", "part 1", "end"])).toEqual([]);
  });

  it("names a missing line", () => {
    expect(of(["begin", "part 1", "part 2"])).toEqual(['"end": wanted one line like /^end$/: found none']);
  });

  it("names a line that is there more often than wanted", () => {
    expect(of(["begin", "begin", "part 1", "part 2", "end"])).toEqual([
      '"begin": wanted one line like /^begin$/: found 2, in line 1, 2',
    ]);
  });

  it("names an event that has too few lines", () => {
    expect(of(["begin", "part 1", "end"])).toEqual([
      '"parts": wanted 2 lines like /^part (?<n>\\S+)$/: found 1, in line 2',
    ]);
  });

  it("names a pair in the wrong order, every line of an event counted", () => {
    expect(of(["begin", "part 1", "end", "part 2"])).toEqual([
      'wanted "parts" before "end": found line 4 after line 3',
    ]);
  });

  it("finds a wrong order that lies beyond an event in between which is missing", () => {
    expect(of(["end", "begin"])).toContain('wanted "begin" before "end": found line 2 after line 1');
  });

  it("names other lines, unless they are allowed", () => {
    const lines = ["begin", "part 1", "hello", "part 2", "end", ""];
    expect(of(lines)).toEqual(['line 3 is no event: "hello"', 'line 6 is no event: ""']);
    expect(of(lines, { ...expected, others: true })).toEqual([]);
  });

  it("names what stands on stderr, unless it is expected there", () => {
    const lines = ["begin", "part 1", "part 2", "end"];
    expect(of(lines, expected, "a warning\n")).toEqual(['stderr: "a warning"']);
    expect(of(lines, { ...expected, stderr: /^a / }, "a warning\nthe rest\n")).toEqual(['stderr: "the rest"']);
  });

  it("says what the expectation's own check has found", () => {
    const check: Expected["check"] = (seen) => {
      if (seen.number("begin", "n") > 0) return;
    };
    const sum: Expected["check"] = (seen) => {
      const total = seen.numbers("parts", "n").reduce((a, b) => a + b, 0);
      if (total !== 3) throw new Error(`wanted 3: found ${total} in ${seen.runtime}`);
    };
    expect(of(["begin", "part 1", "part 2", "end"], { ...expected, check: sum })).toEqual([]);
    expect(of(["begin", "part 1,000", "part 2", "end"], { ...expected, check: sum })).toEqual([
      "check: wanted 3: found 1002 in node",
    ]);
    expect(of(["begin", "part one", "part 2", "end"], { ...expected, check: sum })).toEqual([
      'check: Cannot judge "parts": wanted a number in its group "n": found "one" in "part one"',
    ]);
    expect(of(["begin", "part 1", "part 2", "end"], { ...expected, check })[0]).toContain('found "undefined"');
  });

  it("does not ask the check about lines that are not there", () => {
    const check = (): never => {
      throw new Error("asked");
    };
    expect(of(["begin", "end"], { ...expected, check })).toHaveLength(1);
  });

  it("throws when an order names an event that there is not", () => {
    expect(() => of(["begin"], { ...expected, order: [["begin", "middle"]] })).toThrow(
      'Cannot judge: wanted one of the events "begin", "parts", "end": found "middle"',
    );
  });
});
