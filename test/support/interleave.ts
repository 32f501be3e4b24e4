/** Runs the interleavings in one runtime. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Explored } from "../../packages/core/src/interleavings/explore.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = "packages/core/src/interleavings/run.ts";
const ARGUMENTS: Record<string, readonly string[]> = { deno: ["run", "--no-prompt", "--cached-only", "--allow-read"] };

/** One line of the program: what was explored of a case, or of a fault planted in it. */
export interface Tried extends Explored {
  case: string;
  variant: string;
  threads: number;
  /** Whether every order was tried, not some by lot. */
  every: boolean;
  seconds: number;
}

/** @param every whether to try every order of the fewest threads as well. @throws {Error} the runtime is not here */
export async function interleave(runtime: string, orders: number, seed: number, every = false): Promise<Tried[]> {
  const found = (await discoverRuntimes(root)).find(({ name }) => name === runtime)!;
  if (!isAvailable(found)) throw new Error(found.reason);
  const args = [...(ARGUMENTS[runtime] ?? []), PROGRAM, String(orders), String(seed), ...(every ? ["every"] : [])];
  const { stdout, stderr, exitCode } = await execa(...onOneCore(found.binary, args), { cwd: root, reject: false });
  const lines = stdout.split("\n").filter((line) => line !== "");
  const tried = lines.map((line) => JSON.parse(line) as Tried);
  // Otherwise it has ended before it was through.
  if (exitCode !== 0 && surprises(tried).length === 0)
    throw new Error(`Cannot interleave threads in ${runtime}: wanted an end with 0, found ${exitCode}: ${stderr}`);
  return tried;
}

/** One thread alone moves at a time: on one core they hand over many times faster than from core to core. */
function onOneCore(binary: string, args: readonly string[]): [file: string, args: readonly string[]] {
  if (process.platform !== "linux") return [binary, args];
  const [, core = "0"] = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return ["taskset", ["--cpu-list", core, binary, ...args]];
}

/** What should not be so: faults where none is planted, and planted ones that were not found. */
export function surprises(tried: readonly Tried[]): string[] {
  const byVariant = Map.groupBy(tried, (one) => `${one.case}: ${one.variant}`);
  return [...byVariant].flatMap(([name, all]) => {
    const fault = all.find((one) => one.fault)?.fault;
    if (name.endsWith(": right")) return fault ? [`${name}: ${fault.reason}, after ${fault.order.join(" ")}`] : [];
    return fault ? [] : [`${name}: not found`];
  });
}
