/** Decisions made up for a test. */
import { candidatesOf } from "../../../../packages/cli/src/decide/candidates.ts";
import type { Decision, Tried } from "../../../../packages/cli/src/decide/decision.ts";
import type { Crossing } from "../../../../packages/cli/src/decide/in-child/orders.ts";
import type { Probe } from "../../../../packages/cli/src/decide/probe.ts";

export const computes: Probe = {
  first: 12,
  wall: 10,
  cpuTotal: 300,
  wallTotal: 300,
  promises: false,
  blockedTotal: 300,
  calls: 30,
  grown: 0,
  differsFrom: null,
  remembers: false,
  changesArguments: false,
  threw: null,
};
export const crosses: Crossing = { uncloneable: null, bytes: 100, cloning: 0.01, buffers: 0, losesClass: null };

/** @param of times of a call in Node by model: eight rounds of the race, and eight fresh samples of the chosen one and the loop */
export function decision(of: Record<string, number>, chosen: string, more: Partial<Decision> = {}): Decision {
  const candidates = candidatesOf("node", 2, 16).map((candidate): Tried => {
    const time = of[candidate.model];
    const rounds = time === undefined ? [] : Array.from({ length: 8 }, (_, i) => time * (1 + i / 1000));
    return {
      ...candidate,
      excluded: time === undefined ? "it was not tried" : null,
      unfit: null,
      droppedAfter: null,
      race: rounds,
      fresh: candidate.model === "as it is" || candidate.name === `${chosen} in Node` ? rounds : [],
      start: candidate.workers > 1 ? 50 : null,
      memoryPerWorker: candidate.workers > 1 ? 8 * 2 ** 20 : null,
      lateness: null,
    };
  });
  return {
    schema: 1,
    at: "2026-01-01T00:00:00.000Z",
    version: "1.0.0",
    machine: { cpu: "a CPU", cores: 8, memoryBytes: 2 ** 34, loadAverage: 0.1, platform: "linux x64" },
    function: {
      file: "/project/resize.ts",
      exported: "resize",
      inputs: 50,
      spread: false,
      inputsFile: null,
      inputsAre: "function",
      isMember: false,
      inputsAt: "name",
      input: null,
    },
    goal: "throughput",
    rate: 10,
    jobsPerSecond: null,
    seconds: 20,
    took: 18_000,
    seed: 1,
    runtimes: [{ name: "node", version: "26.0.0", excluded: null, probe: computes, crossing: crosses }],
    candidates,
    chosen: chosen === "" ? null : `${chosen} in Node`,
    advised: null,
    baseline: "as it is in Node",
    undecided: null,
    interrupted: false,
    ...more,
  };
}

/** Its candidate of that model. */
export function tried({ candidates }: Pick<Decision, "candidates">, model: string): Tried {
  const found = candidates.find((candidate) => candidate.model === model);
  if (!found) throw new Error(`no candidate of ${model}`);
  return found;
}
