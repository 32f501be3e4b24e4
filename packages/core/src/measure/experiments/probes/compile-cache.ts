/**
 * A fresh process with and without the runtime's cache of compiled modules, in turn. Figures, one each for a pair of starts:
 * `withoutSeconds` and `withSeconds` to the first result, `withoutCpuSeconds` and `withCpuSeconds` of the CPU. Note: `byDefault`.
 */
import { join } from "node:path";
import process from "node:process";
import { type FirstResult, now } from "../first-result.ts";
import { type Description, numberOf, type Observed, rounded, type Stage } from "../probe.ts";

export const description: Description = {
  name: "compile-cache",
  title: "Cache of compiled modules",
  question:
    "How much sooner is a program's first result there when the runtime keeps what it has compiled, and how much less CPU does it take?",
  blocks: 6,
  timeLimitSeconds: 60,
  settings: ({ smoke }) =>
    ["main", "threading"].map((place) => ({ place, setting: {}, amount: { pairs: smoke ? 1 : 6 } })),
};

export async function run({ place, amount, native: { program } }: Stage): Promise<Observed> {
  // The process has a folder of its own, which is taken away behind it.
  const folder = join(process.cwd(), "compiled");
  const figures = {
    withoutSeconds: [] as number[],
    withSeconds: [] as number[],
    withoutCpuSeconds: [] as number[],
    withCpuSeconds: [] as number[],
  };
  const measure = async (cache: string | null, name: "with" | "without"): Promise<void> => {
    const began = now();
    const { at, cpuSeconds }: FirstResult = JSON.parse(await program.run(place, cache));
    figures[`${name}Seconds`].push(rounded(at - began));
    figures[`${name}CpuSeconds`].push(rounded(cpuSeconds));
  };
  await program.run(place, null);
  await program.run(place, folder); // fills the cache
  for (let pair = 0; pair < numberOf(amount, "pairs"); pair++) {
    const first = pair % 2 === 0;
    if (first) await measure(null, "without");
    await measure(folder, "with");
    if (!first) await measure(null, "without");
  }
  return { figures, notes: { byDefault: program.cacheByDefault } };
}
