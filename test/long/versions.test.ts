/**
 * The oldest versions that the pools and the examples say they run in. What a pool's copy brings passes there in each form, and the whole
 * contract is kept wherever its programs, which are in TypeScript, run; an example prints what it must. npm fetches the versions into a temporary
 * folder; without a network all of this fails.
 */
import { describe, expect, it } from "vitest";
import { neededVersion } from "../../packages/cli/build/example-header.ts";
import { discoverScenarios, runScenario } from "../../scripts/conformance/run-scenario.ts";
import { discoverExamples } from "../../scripts/examples/discover.ts";
import { checkExample } from "../../scripts/examples/run-example.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { describeRuntime } from "../../scripts/versions/describe-runtime.ts";
import { fetchVersion } from "../../scripts/versions/fetch-version.ts";
import { makeCopy } from "../../scripts/make-copy.ts";
import { tryCopy } from "../../scripts/versions/try-version.ts";
import { FORMS, MODEL_OF, POOLS } from "../../scripts/versions/versions-report.ts";
import { testFolder } from "../support/test-folder.ts";

const runtimes = await discoverRuntimes(REPOSITORY);
const scenarios = await discoverScenarios();
const fetched = new Map<string, Promise<string>>();

/** Once for all tests. */
function fetchOnce(name: string, version: string): Promise<string> {
  const key = `${name} ${version}`;
  const fetching = fetched.get(key) ?? fetchVersion(describeRuntime(name), version, testFolder());
  fetched.set(key, fetching);
  return fetching;
}

const cells = runtimes.flatMap(({ name }) => {
  const { minimumPoolVersion, minimumJavaScriptVersion } = describeRuntime(name);
  return POOLS.map((pool) => ({ name, pool, ts: minimumPoolVersion, js: minimumJavaScriptVersion }));
});

describe("the examples", () => {
  const examples = discoverExamples(
    REPOSITORY,
    runtimes.map(({ name }) => name),
  );
  it.each(examples)("$id runs in $needs", async (example) => {
    const runtime = runtimes.find(({ name }) => name === example.runtime);
    if (!runtime || !isAvailable(runtime)) throw new Error(runtime?.reason ?? example.runtime);
    const version = neededVersion(example.needs);
    const binary = await fetchOnce(example.runtime, version);
    expect((await checkExample(REPOSITORY, { ...runtime, binary, version }, example)).faults).toEqual([]);
  });
});

describe.each(cells)("$name/$pool", ({ name, pool, ts, js }) => {
  it.each(FORMS)("in the form %s runs in the oldest version that it names, and its tests pass", async (form) => {
    const binary = await fetchOnce(name, form === "ts" ? ts : js);
    expect(await tryCopy(await makeCopy(name, pool, form, testFolder()), binary)).toBeNull();
  });

  const model = MODEL_OF[pool];
  const here = scenarios.filter(({ models }) => models.includes(model));
  it.each(here)(`keeps the contract in ${ts}: $name`, async (scenario) => {
    const runtime = runtimes.find((candidate) => candidate.name === name);
    if (!runtime || !isAvailable(runtime)) throw new Error(runtime?.reason ?? name);
    const binary = await fetchOnce(name, ts);
    const checks = await runScenario({ ...runtime, binary, version: ts }, model, scenario);
    expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
  });
});
