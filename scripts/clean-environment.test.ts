import { expect, test } from "vitest";
import { cleanEnvironment } from "./clean-environment.ts";

test("takes out what would change a runtime, and leaves the rest", () => {
  const found = {
    PATH: "/bin",
    HOME: "/home/me",
    NODE_OPTIONS: "--import tsx",
    NODE_COMPILE_CACHE: "/c",
    BUN_OPTIONS: "--smol",
    DENO_V8_FLAGS: "--jitless",
    DENO_DIR: "/cache",
    UV_THREADPOOL_SIZE: "1",
    VITEST: "true",
  };
  expect(cleanEnvironment({ ADDED: "1" }, found)).toEqual({
    PATH: "/bin",
    HOME: "/home/me",
    DENO_DIR: "/cache",
    ADDED: "1",
  });
});
