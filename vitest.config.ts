import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/long/**"],
    // Many tests start runtimes: one file at a time, so that they do not time each other out on two cores.
    pool: "forks",
    fileParallelism: false,
    testTimeout: 60_000,
    // The second is what the gate counts.
    reporters: ["default", ["json", { outputFile: "reports/vitest.json" }]],
  },
});
