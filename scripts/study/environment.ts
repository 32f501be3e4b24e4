/** Looks at the machine a run is made on. */
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Environment } from "@triathlon/core/results/environment";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { execa } from "execa";
import { isAvailable, type Runtime } from "./runtimes.ts";

/**
 * @param timer as it names itself: `hyperfine 1.15.0`, or `built-in`
 * @param repository where to ask for the commit
 */
export async function captureEnvironment(
  runtimes: readonly Runtime[],
  timer: string,
  repository: string,
): Promise<Environment> {
  const commit = await git(repository, "rev-parse", "HEAD");
  const changes = commit === null ? null : await git(repository, "status", "--porcelain");
  return {
    schemaVersion: SCHEMA_VERSION,
    platform: platform(),
    architecture: arch(),
    kernel: release(),
    cpuModel: cpus()[0]?.model.trim() || null,
    logicalCpus: Math.max(cpus().length, 1),
    availableParallelism: availableParallelism(),
    memoryBytes: totalmem(),
    loadAverage: platform() === "win32" ? null : (loadavg()[0] ?? null),
    governor: governor(),
    runtimes: runtimes.filter(isAvailable).map(({ name, version, engine }) => ({ runtime: name, version, engine })),
    timer,
    commit,
    modified: changes === null ? null : changes !== "",
    startedAt: Date.now() / 1000,
  };
}

function governor(): string | null {
  try {
    return readFileSync("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "utf8").trim();
  } catch {
    return null;
  }
}

/** Null when there is no git, or no repository. */
async function git(folder: string, ...args: string[]): Promise<string | null> {
  const { stdout, failed } = await execa("git", args, { cwd: folder, reject: false, stdin: "ignore", timeout: 10_000 });
  return failed ? null : stdout;
}
