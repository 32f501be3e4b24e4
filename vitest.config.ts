import { defineConfig } from "vitest/config";
import { COMPILE_CACHE } from "./scripts/repository.ts";

/** What travels with a pool is tried by its runtime's own runner, where it lands. */
const ELSEWHERE = [
  "**/node_modules/**",
  "test/long/**",
  "packages/*-examples/src/**",
  "packages/core/src/{examples,in-copies}/**",
  "packages/cli/items/**",
  "site/dist/**",
];

/** What starts runtimes, and asks them for times or for signs of life: one file at a time, with the machine to itself. */
const ALONE = [
  "packages/core/src/workloads/io.test.ts",
  "scripts/{calibrate,compare,conformance,examples,repro,studies,study}/**/*.test.ts",
  "test/cli/decide/decide.test.ts",
  "test/examples.test.ts",
  "test/readme.test.ts",
];

export default defineConfig({
  test: {
    pool: "forks",
    setupFiles: ["test/support/remove-folders.ts"],
    // Programs that tests start, where they do not clean the environment.
    env: COMPILE_CACHE,
    // Within a file that says `concurrent`.
    maxConcurrency: 4,
    // Far longer than any takes where the machine has nothing else to do.
    testTimeout: 120_000,
    // The second is what the gate counts.
    reporters: ["default", ["json", { outputFile: "reports/vitest.json" }]],
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["packages/**/*.test.ts", "scripts/**/*.test.ts", "site/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...ELSEWHERE, ...ALONE],
          // More than the gate's machine has cores: many tests wait, for a server, a lease or a browser.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: ALONE,
          exclude: ELSEWHERE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
