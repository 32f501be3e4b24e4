/** A runtime is a folder: what measures, runs and reports knows none of the guests by name. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../scripts/repository.ts";
import { guestNames } from "../../scripts/study/runtimes.ts";

test("Python is a guest, in three ways", () => {
  expect(guestNames(REPOSITORY)).toEqual(["python", "python-interpreters", "python-free-threaded"]);
});

test("no file of scripts names it, and none of core that measures, checks or records", () => {
  const files = globSync(
    [
      "scripts/**/*.{ts,css,js,json,html}",
      "packages/core/src/{measure,results,workloads,conformance,abilities}/**/*.ts",
    ],
    { cwd: REPOSITORY, exclude: (name) => name === "node_modules" },
  );
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => /python/i.test(readFileSync(join(REPOSITORY, file), "utf8")))).toEqual([]);
});

/** What CPython brings along, as far as it is used. */
const STANDARD =
  /^(__future__|array|asyncio|concurrent|hashlib|http|importlib|json|logging|math|multiprocessing|os|pathlib|re|sqlite3|subprocess|sys|threading|time|urllib)$/;

test("Python's programs import the standard library and their own folder, and nothing else", () => {
  const home = join(REPOSITORY, "packages/python-examples");
  const files = globSync("**/*.py", { cwd: home });
  const own = new Set(files.map((file) => basename(file, ".py")).concat("workloads"));
  const foreign = files.flatMap((file) =>
    [...readFileSync(join(home, file), "utf8").matchAll(/^ *(?:import|from) ([\w.]+)/gm)].flatMap(([, module = ""]) => {
      const [first = ""] = module.split(".");
      return STANDARD.test(first) || own.has(first) ? [] : [`${file}: ${module}`];
    }),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(foreign).toEqual([]);
});
