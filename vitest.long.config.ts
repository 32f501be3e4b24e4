import { defineConfig } from "vitest/config";

/** What takes minutes: `pnpm test:long`. */
export default defineConfig({
  test: {
    include: ["test/long/**/*.test.ts"],
    pool: "forks",
    setupFiles: ["test/support/remove-folders.ts"],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    hookTimeout: 60_000,
    reporters: ["default"],
  },
});
