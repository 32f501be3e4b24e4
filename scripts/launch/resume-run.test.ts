import type { Environment } from "@triathlon/core/results/environment";
import { expect, test } from "vitest";
import type { Runtime } from "../plan/runtimes.ts";
import { UsageError } from "../usage-error.ts";
import { checkEnvironment } from "./resume-run.ts";

const then = {
  runtimes: [{ runtime: "bun", version: "1.4.5", engine: null }],
  timer: "hyperfine 1.15.0",
} as Environment;

const bun = (version: string): Runtime => ({
  name: "bun",
  title: "Bun",
  version,
  engine: null,
  binary: "/bun",
  entry: "/entry.ts",
  arguments: [],
  environment: {},
});

test("the same versions may go on, whatever else is there", () => {
  const deno = { ...bun("2.9.6"), name: "deno" };
  expect(() => checkEnvironment(then, [bun("1.4.5"), deno], "hyperfine 1.15.0")).not.toThrow();
});

test.each<[string, Runtime[], string, RegExp]>([
  ["another version", [bun("1.4.6")], "hyperfine 1.15.0", /wanted bun 1\.4\.5, as it began with, found 1\.4\.6/],
  ["a runtime that is gone", [], "hyperfine 1.15.0", /wanted bun 1\.4\.5, as it began with, found none/],
  ["another timer", [bun("1.4.5")], "built-in", /wanted the timer "hyperfine 1\.15\.0".*found "built-in"/],
])("%s is refused: the rest would not be comparable", (_, runtimes, timer, message) => {
  expect(() => checkEnvironment(then, runtimes, timer)).toThrow(UsageError);
  expect(() => checkEnvironment(then, runtimes, timer)).toThrow(message);
});
