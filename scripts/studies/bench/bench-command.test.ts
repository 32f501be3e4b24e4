import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, test, vi } from "vitest";
import { UsageError } from "../../usage-error.ts";
import { createBenchCommand } from "./bench-command.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const out = testFolder();

/** As a program: commander's own complaints are not for the test's terminal. */
const parse = (args: string[]) =>
  createBenchCommand()
    .configureOutput({ outputError: () => {} })
    .parseAsync(args, { from: "user" });

async function outputOf(...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await parse(args);
    return write.mock.calls.map(([text]) => text).join("");
  } finally {
    write.mockRestore();
  }
}

describe("createBenchCommand()", () => {
  test.each([
    [["--workers", "0"], 'Cannot plan the run: --workers must be a whole number from 1: found "0"'],
    [["--workers", "2.5"], 'Cannot plan the run: --workers must be a whole number from 1: found "2.5"'],
    [["--seed", "-1"], 'Cannot plan the run: --seed must be a whole number from 0: found "-1"'],
    [
      ["--budget", "soon"],
      'Cannot plan the run: --budget must be a number of seconds above 0 and at most 2147483: found "soon"',
    ],
    [["--smoke", "--full"], "Cannot plan the run: wanted one of --smoke, --quick, --full, found --smoke and --full"],
    [["--runtime", "nod"], /^Cannot plan the run: --runtime must be among node, deno, bun(, [a-z-]+)*: found "nod"/],
    [["resume", "yesterday", "--out", out], /^Cannot find the run "yesterday".*there are no runs yet/],
  ])("%j is refused", async (args, message) => {
    const refused = await parse(args).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message).toMatch(message);
  });

  test("--list names runtimes, models and workloads with their sizes", async () => {
    const text = await outputOf("--list");
    expect(text).toContain(process.versions.node);
    expect(text).toContain("sequential, async, threading, multiprocessing");
    expect(text).toMatch(/load-tables +waiting: small\*, medium, large, wide\*/);
  });

  test("--schema is the JSON Schema of a record", async () => {
    const schema = JSON.parse(await outputOf("--schema")) as { type: string; required: string[] };
    expect(schema.type).toBe("object");
    expect(schema.required).toEqual(expect.arrayContaining(["schemaVersion", "outcome", "iterationSeconds"]));
  });

  test("--dry-run takes lists, and measures nothing", async () => {
    const text = await outputOf(
      "--dry-run",
      "--smoke",
      "--runtime",
      "node,bun",
      "--workload",
      "sum-of-squares",
      "--model",
      "async",
    );
    expect(text).toContain("Cells: 2");
    expect(text).toContain("Profile: source");
    expect(text).toContain("Verdicts: none, they need 6 timed blocks");
  });
});

const runBench = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", fileURLToPath(new URL("../../bench.ts", import.meta.url)), ...args], {
    reject: false,
  });

test.each([
  [["--workers", "0"], 'Cannot plan the run: --workers must be a whole number from 1: found "0"'],
  [["resume", "--wrokers", "2"], "error: unknown option '--wrokers'"],
])("%j ends with exit code 2 and says why", async (args, message) => {
  const { exitCode, stderr } = await runBench(...args);
  expect(stderr).toBe(message);
  expect(exitCode).toBe(2);
});
