/** In what two runs' machines and versions differ: such runs are not compared. */
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";

/** What a run was made with. */
export interface MadeWith {
  environment: Environment;
  plan: Plan;
}

export interface Difference {
  key: string;
  base: string;
  new: string;
}

export interface ForeignOptions {
  /** Leaves out the runtimes' versions: they are what is compared. */
  versionsMayDiffer: boolean;
}

/** Every key that differs, in a fixed order. A runtime that only one run has is no difference: its cells are left out. */
export function foreignKeys(base: MadeWith, next: MadeWith, { versionsMayDiffer }: ForeignOptions): Difference[] {
  const [then, now] = [keysOf(base), keysOf(next)];
  return Object.entries(then)
    .filter(([key]) => key in now && !(versionsMayDiffer && key.startsWith(RUNTIME)))
    .filter(([key, value]) => now[key] !== value)
    .map(([key, value]) => ({ key, base: textOf(value), new: textOf(now[key]) }));
}

const RUNTIME = "runtimes.";

type Value = string | number | null | undefined;

const OF_MACHINE = [
  ...(["platform", "architecture", "kernel", "cpuModel", "logicalCpus", "availableParallelism"] as const),
  ...(["memoryBytes", "governor", "timer"] as const),
];

const keysOf = ({ environment, plan }: MadeWith): Record<string, Value> => ({
  ...Object.fromEntries(OF_MACHINE.map((key) => [key, environment[key]])),
  profile: plan.profile,
  ...Object.fromEntries(environment.runtimes.map(({ runtime, version }) => [`${RUNTIME}${runtime}`, version])),
});

const textOf = (value: Value): string => (value === null || value === undefined ? "unknown" : String(value));
