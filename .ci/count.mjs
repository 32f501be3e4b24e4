// Sums up a run of the gate: `node .ci/count.mjs <steps that failed>`. Exit code 1 when anything failed or nothing was run.
import { existsSync, globSync, readFileSync } from "node:fs";

const failedSteps = Number(process.argv[2]);

const tests = existsSync("reports/vitest.json")
  ? JSON.parse(readFileSync("reports/vitest.json", "utf8"))
  : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
const records = globSync("results/ci/*/journal.ndjson")
  .filter((path) => !path.includes("/latest/"))
  .flatMap((path) => readFileSync(path, "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line).outcome);

const completed = records.filter((outcome) => outcome === "completed").length;
const passed = tests.numPassedTests + completed;
const failed = tests.numFailedTests + (records.length - completed) + failedSteps;
const nothingRun = tests.numPassedTests === 0 || completed === 0;

// Again at the end, where whoever reads only the last lines finds them.
for (const { name: file, assertionResults = [], message } of tests.testResults ?? []) {
  const failures = assertionResults.filter(({ status }) => status === "failed");
  if (message && failures.length === 0) console.log(`FAILED ${file}\n${message}`);
  for (const { fullName, failureMessages } of failures) {
    console.log(`FAILED ${fullName}\n${failureMessages.join("\n").slice(0, 2000)}`);
  }
}
console.log(`tests: ${tests.numPassedTests} passed, ${tests.numFailedTests} failed, ${tests.numPendingTests} skipped`);
console.log(`executions: ${completed} of ${records.length} completed; steps that failed: ${failedSteps}`);
console.log(`${passed} passed, ${failed + (nothingRun && failed === 0 ? 1 : 0)} failed`);
process.exitCode = failed > 0 || nothingRun ? 1 : 0;
