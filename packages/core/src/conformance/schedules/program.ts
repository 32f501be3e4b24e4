/**
 * Not a scenario of the list, but run like one: so many schedules, several at once, each on a fresh executor. Its address says
 * which: `program.ts?seed=7&schedules=50&atOnce=8&folder=/tmp/logs`. Each gives one check, whose detail is the whole story. While it
 * is under way its plan lies in the folder as `<seed>.schedule`, for the case that this program does not survive it.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Cell, Check, Options, Scenario } from "../scenario.ts";
import { carryOut, type Tried } from "./carry-out.ts";
import { describe } from "./describe.ts";
import { createLog } from "./execution-log.ts";
import { generate } from "./generate.ts";
import { ledger } from "./ledger.ts";
import { judge } from "./oracle.ts";
import type { PoolPlan } from "./schedule.ts";

/** Milliseconds in which something must happen: some hundred times what it takes alone, because several share the machine. */
const LIMIT = 20_000;

export default {
  async run(cell, check) {
    // Not of import.meta.url: Bun leaves out what stands behind the question mark.
    const { searchParams } = new URL(process.argv.at(-1) ?? "");
    const whole = (name: string): number => Number(searchParams.get(name));
    const end = whole("seed") + whole("schedules");
    const folder = searchParams.get("folder") ?? "";
    let next = whole("seed");
    const lane = async (): Promise<void> => {
      while (next < end) await tryOne(next++, folder, cell, check);
    };
    await Promise.all(Array.from({ length: whole("atOnce") }, lane));
  },
} satisfies Scenario;

async function tryOne(seed: number, folder: string, cell: Cell, check: Check): Promise<void> {
  const schedule = generate(seed, cell);
  const plan = join(folder, `${seed}.schedule`);
  writeFileSync(plan, describe(schedule));
  const path = cell.model === "multiprocessing" ? join(folder, `${seed}.log`) : undefined;
  const log = createLog(schedule.calls, path);
  const places = ledger(log);
  const executor = cell.create({ ...optionsOf(schedule.pool), abilities: [places] }) as unknown as Tried;
  const accounts = cell.hasWorkers ? places.accounts : undefined;
  const seen = await carryOut(schedule, executor, log, LIMIT, accounts);
  const wrong = judge(schedule, seen, cell);
  check.ok(`schedule ${seed}`, wrong.length === 0, [...first(wrong), describe(schedule, seen)].join("\n"));
  rmSync(plan);
}

/** Nothing here can outlive its being stopped, and every worker can start, however long that takes on a machine that has much to do. */
const optionsOf = (plan: PoolPlan): Options => ({ ...plan, readyTimeout: 2 * LIMIT, stopTimeout: 2 * LIMIT });

/** One mistake makes many calls go wrong. */
function first(wrong: readonly string[]): string[] {
  const more = wrong.length - MOST_WRONG;
  return [...wrong.slice(0, MOST_WRONG), ...(more > 0 ? [`and ${more} more`] : [])];
}

const MOST_WRONG = 12;
