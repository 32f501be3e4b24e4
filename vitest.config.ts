import { defineConfig } from "vitest/config";
import { COMPILE_CACHE } from "./scripts/repository.ts";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
    // What travels with a pool is tried by its runtime's own runner, where it lands.
    exclude: [
      "**/node_modules/**",
      "test/long/**",
      "packages/*-examples/src/**",
      "packages/core/src/in-copies/**",
      "packages/cli/items/**",
    ],
    // Many tests start runtimes: one file at a time, so that they do not time each other out on two cores.
    pool: "forks",
    fileParallelism: false,
    // Programs that tests start, where they do not clean the environment.
    env: COMPILE_CACHE,
    // Within a file that says `concurrent`.
    maxConcurrency: 2,
    // Far longer than any takes where the machine has nothing else to do.
    testTimeout: 120_000,
    // The second is what the gate counts.
    reporters: ["default", ["json", { outputFile: "reports/vitest.json" }]],
  },
});
