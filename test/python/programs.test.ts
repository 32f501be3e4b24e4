/** The tutorials' programs in Python print what their twins here must print, but for what differs between the languages. */
import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { discoverExamples, readExpected } from "../../scripts/examples/discover.ts";
import type { Expected } from "../../scripts/examples/expected.ts";
import { judge } from "../../scripts/examples/judge.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { missing, python } from "./python.ts";

const HOME = "packages/python-examples/src";
const twins = discoverExamples(REPOSITORY, ["node"]);

const programs = globSync(`${HOME}/*/*.py`, { cwd: REPOSITORY })
  .map((path) => path.replaceAll("\\", "/").slice(HOME.length + 1, -".py".length))
  .sort()
  .map((name) => ({ name, source: readFileSync(join(REPOSITORY, HOME, `${name}.py`), "utf8") }));

/** What differs from the twin: lines that there are not, lines of its own, another order. */
const DIFFERENCES: Readonly<Record<string, Partial<Expected> & { without?: readonly string[] }>> = {
  // A coroutine does not begin when it is called.
  "async/gather": {
    order: [
      ["called", "A begins", "B begins", "C begins", "A ends", "results"],
      ["C begins", "B ends", "results"],
      ["C begins", "C ends", "results"],
    ],
  },
  // What the twin says of promises has no counterpart.
  "async/interleave": {
    without: [
      "after 10,000 settled promises the timer has fired: false",
      "after turns of the event loop it has fired: true",
    ],
  },
  // An error that nobody reads is lost in silence.
  "threading/submit_three": { without: ["unread"] },
  // A wrong name raises.
  "threading/named_arguments": {
    without: ["13 and undefined"],
    events: { wrong: /^join\(\) got an unexpected keyword argument 'parameter_3'(\. Did you mean 'parameter_1'\?)?$/ },
  },
  // The end of the program shuts the executor down.
  "multiprocessing/forgotten_close": {
    without: ["killed"],
    events: { "forgotten ended": /^forgotten: ended by itself with exit code 0$/ },
  },
  // Where processes are forked, all begin with the first task.
  "multiprocessing/scoped_pool": {
    events: { left: /^the block is left, asked for 10 workers, started (3|10)$/ },
  },
};

async function expectedOf(name: string): Promise<Expected> {
  const twin = twins.find(({ model, name: own }) => `${model}/${own}` === name.replaceAll("_", "-"))!;
  const wanted = await readExpected(REPOSITORY, twin);
  const { without = [], events, order } = DIFFERENCES[name] ?? {};
  const kept = Object.entries(wanted.events).filter(([event]) => !without.includes(event));
  return {
    ...wanted,
    events: { ...Object.fromEntries(kept), ...events },
    order: order ?? wanted.order?.map((chain) => chain.filter((event) => !without.includes(event))) ?? [],
  };
}

test("each has a twin of its name, and names it and its own command", () => {
  expect(programs.length).toBeGreaterThan(0);
  for (const { name, source } of programs) {
    const [, path = ""] = /^Twin: (.*)$/m.exec(source) ?? [];
    expect(path.endsWith(`/${name.replaceAll("_", "-")}.ts`), `${name}: ${path}`).toBe(true);
    expect(existsSync(join(REPOSITORY, path)), path).toBe(true);
    expect(source).toContain(`\nRun: python3 ${HOME}/${name}.py\nNeeds: Python 3.9\n`);
  }
  expect(Object.keys(DIFFERENCES).filter((name) => !programs.some((one) => one.name === name))).toEqual([]);
});

describe.skipIf(missing !== undefined)(`with Python${missing === undefined ? "" : ` (skipped: ${missing})`}`, () => {
  test.each(programs)("$name prints what its twin must, and ends by itself", async ({ name }) => {
    const { stdout, stderr } = await promisify(execFile)(python().binary, [join(HOME, `${name}.py`)], {
      cwd: REPOSITORY,
      timeout: 100_000,
      killSignal: "SIGKILL",
    });
    expect(judge({ runtime: "python", stdout, stderr }, await expectedOf(name))).toEqual([]);
  });
});

test("each stands in the page for those who come from Python, beside its twin", () => {
  const page = readFileSync(join(REPOSITORY, "docs/coming-from-python.md"), "utf8");
  for (const { name, source } of programs) {
    const [, twin = ""] = /^Twin: (.*)$/m.exec(source) ?? [];
    const own = name.replaceAll("_", "-");
    expect(page).toContain(`| [${name}](../${HOME}/${name}.py) | [${own}](../${twin}) |`);
  }
});
