/** What is replayed is somebody's file: a decision, or one sentence. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerText } from "../../../packages/cli/src/decide/answer.ts";
import { readDecision } from "../../../packages/cli/src/decide/read-decision.ts";
import { UsageError } from "../../../packages/cli/src/usage-error.ts";
import { testFolder } from "../../support/test-folder.ts";
import { decision } from "./support/made-up.ts";

const good = decision({ "as it is": 10, threads: 5 }, "threads");

function refused(text: string | undefined, path = join(testFolder(), "kept.json")): string {
  if (text !== undefined) writeFileSync(path, text);
  try {
    readDecision(path);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  return "";
}

test("what was kept is read as it was", () => {
  const path = join(testFolder(), "kept.json");
  writeFileSync(path, JSON.stringify(good));
  expect(readDecision(path)).toEqual(JSON.parse(JSON.stringify(good)));
});

test("what a shell wrote in another way is read, too", () => {
  const folder = testFolder();
  for (const encoding of ["utf8", "utf16le"] as const) {
    const path = join(folder, encoding);
    writeFileSync(path, `\ufeff${JSON.stringify(good)}`, encoding);
    expect(readDecision(path)).toEqual(JSON.parse(JSON.stringify(good)));
  }
});

test("who is named is a candidate that was raced, and where nobody was chosen it is told why", () => {
  for (const name of ["chosen", "baseline", "advised"]) {
    for (const value of ["ghost in Node", "async in Node"]) {
      expect(refused(JSON.stringify({ ...good, [name]: value }))).toContain(`in its field "${name}"`);
    }
  }
  expect(refused(JSON.stringify({ ...good, chosen: null }))).toContain('in its field "chosen"');
  expect(refused(JSON.stringify({ ...good, baseline: null }))).toContain('in its field "baseline"');
  expect(refused(JSON.stringify({ ...good, chosen: null, undecided: "it ends" }))).toBe("");
});

test("no number that is read makes the answer impossible", () => {
  const hostile = [0, 5e-324, 1e-9, 0.001, 1, 1e9, 1e308];
  for (const jobsPerSecond of hostile) {
    for (const time of hostile) {
      const candidates = good.candidates.map((each) => ({
        ...each,
        inFlight: Math.ceil(time),
        race: each.race.map(() => time),
        fresh: each.fresh.map(() => time),
      }));
      const path = join(testFolder(), "kept.json");
      if (refused(JSON.stringify({ ...good, jobsPerSecond, candidates }), path) === "") {
        expect(answerText(readDecision(path))).not.toMatch(/NaN|Infinity/);
      }
    }
  }
});

test("what could be simulated or drawn for ever is no decision", () => {
  const [first] = good.candidates;
  expect(refused(JSON.stringify({ ...good, seed: 0.5 }))).toContain('in its field "seed"');
  expect(refused(JSON.stringify({ ...good, seed: 1e300 }))).toContain('in its field "seed"');
  const wide = good.candidates.map((each) => ({ ...each, inFlight: 2000 }));
  expect(refused(JSON.stringify({ ...good, candidates: wide }))).toContain('in its field "candidates"');
  expect(refused(JSON.stringify({ ...good, candidates: Array(13).fill(first) }))).toContain(
    'in its field "candidates"',
  );
});

test("each field may be missing, or be of any other kind, and is named", () => {
  for (const name of Object.keys(good)) {
    for (const value of [undefined, -1, "x\u001b[31m", {}, [null], [{}], { length: 3 }]) {
      const found = refused(JSON.stringify({ ...good, [name]: value }));
      if (name === "schema") expect(found).toMatch(/found (no )?schema/);
      else if (found !== "") expect(found).toContain(`in its field "${name}"`);
      else expect(["at", "version", "undecided"]).toContain(name);
    }
  }
});

test("a candidate's fields may be anything, and so may those of what was seen in a runtime", () => {
  const hostile = [undefined, -1, 0.5, "*/ evil()", { toString: 1 }, [null], true];
  for (const [part, of] of [
    ["candidates", good.candidates[0]],
    ["runtimes", good.runtimes[0]],
  ] as const) {
    for (const name of Object.keys(Object(of))) {
      const found = hostile.map((value) => refused(JSON.stringify({ ...good, [part]: [{ ...of, [name]: value }] })));
      expect(found.filter((message) => message.includes(`"${part}"`)).length).toBeGreaterThanOrEqual(4);
    }
  }
});

test.each([
  ["cut in the middle", JSON.stringify(good).slice(0, 500)],
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["a page", "<!doctype html>"],
  [
    "a race without end",
    JSON.stringify({ ...good, candidates: [{ ...good.candidates[0], race: Array(200_000).fill(1) }] }),
  ],
  ["another schema", '{"schema":"\u202e\\u001b]0;evil"}'],
])("%s is refused in a sentence, on one line", (_, text) => {
  expect(refused(text)).toMatch(/^Cannot replay "[^"]+": wanted what decide --json printed, found [ -~]+$/);
});

test("a folder, a device, and a file of any size are not read", () => {
  const folder = testFolder();
  mkdirSync(join(folder, "inner"));
  expect(refused(undefined, join(folder, "inner"))).toContain("found something that is no file");
  if (process.platform !== "win32")
    expect(refused(undefined, "/dev/zero")).toContain("found something that is no file");
  const large = join(folder, "large.json");
  writeFileSync(large, "");
  truncateSync(large, 2 ** 34);
  expect(refused(undefined, large)).toContain("found 16384 MB");
  expect(refused(undefined, join(folder, "none.json"))).toContain("no such file");
});
