/** Who takes part: `packages/<runtime>-examples/bench/pools/contenders.json`, and the floors, which are the same everywhere. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FLOORS, type PoolCase, poolCase, type PoolModel, poolModel, role } from "@triathlon/core/results/pools";
import { z } from "zod";
import { installedVersion } from "../../version-of.ts";
import { CASES } from "./cases.ts";

const listed = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  model: poolModel,
  role: role.exclude(["floor"]),
  /** The npm package it comes from. */
  package: z.string().optional(),
  /** The module in the same folder that starts it. */
  adapter: z.string().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  /** Why it is not run here. */
  notRun: z.string().optional(),
  /** The only cases that tell something of it. Default: all. */
  cases: z.array(poolCase).optional(),
  /** Why it is not put through some cases. */
  notRunIn: z.partialRecord(poolCase, z.string()).optional(),
});

const contendersFile = z.strictObject({
  /** As in `runtime.json`, but with every permission: installable pools want many. */
  arguments: z.array(z.string()),
  contenders: z.array(listed.refine((one) => (one.adapter === undefined) !== (one.notRun === undefined))),
});

/** One contender in one runtime and model. */
export interface Contender {
  name: string;
  model: PoolModel;
  role: z.infer<typeof role>;
  version: string | null;
  /** Null for a floor, and for one that is not run. */
  adapter: string | null;
  options: Record<string, unknown>;
  notRun: string | null;
  cases: readonly PoolCase[];
  notRunIn: Partial<Record<PoolCase, string>>;
}

export interface RuntimeContenders {
  /** Real path of the program. */
  entry: string;
  arguments: readonly string[];
  contenders: readonly Contender[];
}

/**
 * Reads a runtime's list.
 *
 * @throws {Error} when it is not what its schema wants
 */
export function readContenders(repository: string, runtime: string): RuntimeContenders {
  const home = join(repository, `packages/${runtime}-examples`);
  const path = join(home, "bench/pools/contenders.json");
  const parsed = contendersFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`Cannot read ${path}: ${z.prettifyError(parsed.error)}`);
  const own = parsed.data.contenders.map((one) => ({
    ...one,
    version: one.package === undefined ? null : installedVersion(home, one.package),
    adapter: one.adapter ?? null,
    options: one.options ?? {},
    notRun: one.notRun ?? null,
    cases: one.cases ?? poolCase.options,
    notRunIn: one.notRunIn ?? {},
  }));
  const floors = poolModel.options.flatMap((model) =>
    FLOORS.map((floor) => ({
      name: floor,
      model,
      role: "floor" as const,
      version: null,
      adapter: null,
      options: {},
      notRun: null,
      cases: poolCase.options.filter((name) => CASES[name].floors.includes(floor)),
      notRunIn: {},
    })),
  );
  return {
    entry: join(home, "bench/pools/run.ts"),
    arguments: parsed.data.arguments,
    contenders: [...own, ...floors],
  };
}

/** Whether it is put through the case. */
export const takesPart = ({ model, cases }: Contender, wanted: PoolCase): boolean =>
  CASES[wanted].models.includes(model) && cases.includes(wanted);
