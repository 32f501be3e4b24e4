import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hyperfineCommand, readHyperfineExport, withoutWarning } from "./hyperfine.ts";

const fixture = (version: string): string =>
  readFileSync(new URL(`fixtures/hyperfine-${version}.json`, import.meta.url), "utf8");

describe("readHyperfineExport()", () => {
  test("reads 1.15, as it wrote it", () => {
    const run = readHyperfineExport(fixture("1.15"));
    expect(run).toEqual({ wallSeconds: 0.058314401, cpuSeconds: 0.02736 + 0.01368, exitCode: 3, signal: null });
  });

  test("reads 1.20, whose memory is of the largest process only and is left alone", () => {
    const run = readHyperfineExport(fixture("1.20"));
    expect(run).toEqual({ wallSeconds: 1.5, cpuSeconds: 1.375, exitCode: 0, signal: null });
  });

  test("reads 2.0, and names the signal behind exit code 137", () => {
    const run = readHyperfineExport(fixture("2.0"));
    expect(run).toEqual({ wallSeconds: 1.5, cpuSeconds: 1.375, exitCode: null, signal: "SIGKILL" });
  });

  test("refuses a version it does not know", () => {
    const later = fixture("2.0").replace('"schema_version": 2', '"schema_version": 3');
    expect(() => readHyperfineExport(later)).toThrow(/wanted one run in the shape of 1\.x or 2\.0/);
  });

  test("refuses more than one run: user and system would be means", () => {
    const two = fixture("1.15").replace("[0.058314401]", "[0.058314401, 0.06]");
    expect(() => readHyperfineExport(two)).toThrow(/Cannot read hyperfine's export/);
  });
});

test("hyperfineCommand() quotes what a shell would split", () => {
  const command = { file: "/a b/node", args: ["it's", "$HOME"], environment: {}, workingFolder: "/" };
  const { file, args } = hyperfineCommand(command, "/tmp/export.json");
  expect(file).toBe("hyperfine");
  expect(args.slice(-3)).toEqual(["--export-json", "/tmp/export.json", String.raw`'/a b/node' 'it'\''s' '$HOME'`]);
});

test("withoutWarning() leaves what the program itself wrote", () => {
  expect(withoutWarning("mine\nWarning: too\n \n  Warning: Ignoring non-zero exit code.\n")).toBe("mine\nWarning: too");
  expect(withoutWarning("Warning: Ignoring non-zero exit code.")).toBe("");
});
