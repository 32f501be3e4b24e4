/**
 * hyperfine as the clock of one execution: `-N` (no shell), one run, everything repeated and ordered by us.
 *
 * Two shapes of its JSON are read: 1.x, without a version, and 2.0, whose `schema_version` is 2.
 */
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { shellQuoted } from "../../shell-quoted.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "../../study/process-group.ts";

/** The oldest version that is used: an older one is as good as none. */
const OLDEST = { major: 1, minor: 15 };

/** `hyperfine 1.15.0`, or undefined when none new enough is on PATH. */
export async function detectHyperfine(): Promise<string | undefined> {
  const { stdout } = await execa("hyperfine", ["--version"], { reject: false, timeout: 5000, stdin: "ignore" });
  const [, version, major, minor] = stdout?.match(/^hyperfine ((\d+)\.(\d+)\S*)/) ?? [];
  if (version === undefined) return undefined;
  const tooOld = Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
  return tooOld ? undefined : `hyperfine ${version}`;
}

/** For an execution: starts the program under hyperfine, whose times they are. */
export async function runUnderHyperfine(
  command: Command,
  { path }: { path: string },
  options: GroupOptions,
): Promise<GroupEnd> {
  const exported = join(path, "hyperfine.json");
  const timed = await runInGroup(hyperfineCommand(command, exported), options);
  const end = { ...timed, stderrTail: withoutWarning(timed.stderrTail), wallSeconds: null };
  if (end.endedBecause !== null) return end;
  try {
    return { ...end, ...readHyperfineExport(readFileSync(exported, "utf8")) };
  } catch (error) {
    return { ...end, endedBecause: `could not be timed by hyperfine: ${(error as Error).message}` };
  }
}

/** The command that times `command` and writes what it saw to `exportFile`. */
export function hyperfineCommand(command: Command, exportFile: string): Command {
  const options = ["-N", "--runs", "1", "--style", "none", "--ignore-failure", "--output", "inherit"];
  const line = [command.file, ...command.args].map(shellQuoted).join(" ");
  return { ...command, file: "hyperfine", args: [...options, "--export-json", exportFile, line] };
}

/** What hyperfine saw of the program. */
export interface HyperfineRun {
  wallSeconds: number;
  /** User + system of the process and all its descendants that were waited for. */
  cpuSeconds: number;
  exitCode: number | null;
  signal: string | null;
}

const seconds = z.number().nonnegative();
const quantity = z.object({ value: seconds, unit: z.literal("second") });

const versionOne = z.object({
  results: z.tuple([
    z.object({
      times: z.tuple([seconds]),
      user: seconds,
      system: seconds,
      exit_codes: z.tuple([z.int().nullable()]),
    }),
  ]),
});

const versionTwo = z.object({
  schema_version: z.literal(2),
  results: z.tuple([
    z.object({
      measurements: z.tuple([
        z.object({
          time_wall_clock: quantity,
          time_user: quantity,
          time_system: quantity,
          exit_code: z.int().nullable(),
        }),
      ]),
    }),
  ]),
});

/** @throws {Error} when the text is neither shape, or tells of more than one run */
export function readHyperfineExport(text: string): HyperfineRun {
  const value: unknown = JSON.parse(text);
  const isOne = typeof value === "object" && value !== null && !("schema_version" in value);
  const parsed = isOne ? versionOne.safeParse(value) : versionTwo.safeParse(value);
  if (!parsed.success) {
    throw new Error(
      `Cannot read hyperfine's export: wanted one run in the shape of 1.x or 2.0, found:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return "schema_version" in parsed.data ? fromTwo(parsed.data) : fromOne(parsed.data);
}

function fromOne({ results: [run] }: z.infer<typeof versionOne>): HyperfineRun {
  return { wallSeconds: run.times[0], cpuSeconds: run.user + run.system, ...ending(run.exit_codes[0]) };
}

function fromTwo({ results: [result] }: z.infer<typeof versionTwo>): HyperfineRun {
  const [run] = result.measurements;
  return {
    wallSeconds: run.time_wall_clock.value,
    cpuSeconds: run.time_user.value + run.time_system.value,
    ...ending(run.exit_code),
  };
}

/** hyperfine tells a signal as shells do: 128 + its number. */
function ending(code: number | null): Pick<HyperfineRun, "exitCode" | "signal"> {
  const signal = Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
  return signal === undefined ? { exitCode: code, signal: null } : { exitCode: null, signal };
}

/** What the program wrote to stderr, without what hyperfine adds when the program fails. */
export const withoutWarning = (stderr: string): string =>
  stderr.replace(/\s*^ *Warning: Ignoring non-zero exit code\.\s*$/m, "");
