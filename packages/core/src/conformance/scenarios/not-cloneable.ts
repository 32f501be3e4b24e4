/** What cannot cross arrives as what it is or is refused: nobody is left with an empty object in its place. */
import { NO_CLONES } from "../inputs.ts";
import type { Check, ConformingExecutor, Scenario } from "../scenario.ts";
import { NATIVE, type Native } from "../tasks/ordinary.ts";

const KINDS = Object.keys(NATIVE) as Native[];

export default {
  models: ["threading", "multiprocessing"],
  inputs: Object.fromEntries(
    KINDS.flatMap((kind) => [`${kind}, there`, `${kind}, and back`]).map((name) => [name, NO_CLONES]),
  ),
  async run(cell, check) {
    await using pool = cell.create();
    for (const kind of KINDS) {
      const wanted = kind.replace(/^an? /, "");
      const there = pool.submit("kindOf", [NATIVE[kind]()]);
      await whole(`${kind}, there`, "argument", wanted, there, pool, check);
      const back = pool
        .submit("returnNative", [kind])
        .then(([value]) => Object.prototype.toString.call(value).slice(8, -1));
      await whole(`${kind}, and back`, "result", wanted, back, pool, check);
    }
  },
} satisfies Scenario;

async function whole(
  input: string,
  part: string,
  wanted: string,
  call: Promise<string>,
  pool: ConformingExecutor,
  check: Check,
): Promise<void> {
  const [end] = await Promise.allSettled([call]);
  const found =
    end.status === "fulfilled" ? end.value : `${(end.reason as Error).name} ${(end.reason as { part?: string }).part}`;
  check.ok(
    `${input}: arrives as what it is, or is refused`,
    found === wanted || found === `NotCloneable ${part}`,
    found,
  );
  check.equal(`${input}: the pool goes on`, await pool.submit("add", [1, 1]), 2);
}
