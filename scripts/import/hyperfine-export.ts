/** What `hyperfine --export-json` wrote, of any number of commands and runs: the shapes of 1.x (without a version) and of 2.0. */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";

export interface HyperfineCommand {
  /** Its name where it was given one, otherwise the command line. */
  name: string;
  runs: HyperfineRun[];
}

export interface HyperfineRun {
  wallSeconds: number;
  /** User + system; null where only their mean over several runs was kept. */
  cpuSeconds: number | null;
  /** Null where the program was ended by a signal. */
  exitCode: number | null;
}

export interface HyperfineExport {
  /** `hyperfine 2.0.0`; `hyperfine 1.x` where the file does not say. */
  timer: string;
  /** As the file tells it; null in 1.x. */
  platform: { os: string; architecture: string } | null;
  /** Seconds since the epoch; of 1.x, when the file was written. */
  startedAt: number;
  commands: HyperfineCommand[];
}

const seconds = z.number().nonnegative();
const quantity = z.object({ value: seconds, unit: z.literal("second") });
const exitCode = z.int().nullable();

const versionOne = z.object({
  results: z
    .array(
      z.object({
        command: z.string().min(1),
        times: z.array(seconds).min(1),
        user: seconds,
        system: seconds,
        exit_codes: z.array(exitCode).optional(),
      }),
    )
    .min(1),
});

const versionTwo = z.object({
  schema_version: z.literal(2),
  metadata: z.object({
    hyperfine_version: z.string(),
    start_time: z.iso.datetime({ offset: true }),
    platform: z.object({ os: z.string(), architecture: z.string() }),
  }),
  results: z
    .array(
      z.object({
        command: z.string().min(1),
        name: z.string().min(1).nullish(),
        measurements: z
          .array(
            z.object({
              time_wall_clock: quantity,
              time_user: quantity,
              time_system: quantity,
              exit_code: exitCode.optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

/** @throws {UsageError} when the file is missing, or is of neither shape */
export function readHyperfineFile(path: string): HyperfineExport {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(
      `Cannot import "${path}": wanted what hyperfine exports as JSON, found ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
  const isOne = typeof value === "object" && value !== null && !("schema_version" in value);
  const parsed = isOne ? versionOne.safeParse(value) : versionTwo.safeParse(value);
  if (!parsed.success) {
    throw new UsageError(
      `Cannot import "${path}": wanted hyperfine's export in the shape of 1.x or 2.0, found\n${z.prettifyError(parsed.error)}`,
    );
  }
  return "schema_version" in parsed.data ? fromTwo(parsed.data) : fromOne(parsed.data, statSync(path).mtimeMs / 1000);
}

function fromOne({ results }: z.infer<typeof versionOne>, startedAt: number): HyperfineExport {
  return {
    timer: "hyperfine 1.x",
    platform: null,
    startedAt,
    commands: results.map(({ command, times, user, system, exit_codes: codes }) => ({
      name: command,
      runs: times.map((wallSeconds, index) => ({
        wallSeconds,
        cpuSeconds: times.length === 1 ? user + system : null,
        exitCode: codes === undefined ? 0 : (codes[index] ?? null),
      })),
    })),
  };
}

function fromTwo({ metadata, results }: z.infer<typeof versionTwo>): HyperfineExport {
  return {
    timer: `hyperfine ${metadata.hyperfine_version}`,
    platform: metadata.platform,
    startedAt: Date.parse(metadata.start_time) / 1000,
    commands: results.map(({ command, name, measurements }) => ({
      name: name ?? command,
      runs: measurements.map((run) => ({
        wallSeconds: run.time_wall_clock.value,
        cpuSeconds: run.time_user.value + run.time_system.value,
        exitCode: run.exit_code === undefined ? 0 : run.exit_code,
      })),
    })),
  };
}
