/** What a task prints disturbs nobody, however it prints: not the channel, and no other call. */
import type { Scenario } from "../scenario.ts";
import { servingWorkers } from "../whole.ts";

/** What is printed there goes to the program's own output, as all it prints does: nothing lies between. */
const HERE = { async: "a task prints as its program does: no channel of a worker is in between" };

export default {
  // Within one isolate there is no channel that a print could disturb.
  models: ["threading", "multiprocessing"],
  inputs: {
    "a print while a module is loaded": HERE,
    "every method of the console": HERE,
    "text past the console": HERE,
    "a mebibyte past the console": HERE,
    "every pair of bytes": HERE,
  },
  async run(cell, check) {
    await using pool = cell.create();
    check.equal("a print while a module is loaded: its worker serves", await pool.submit("add", [1, 1]), 2);
    const before = cell.hasWorkers ? await servingWorkers(pool, 2) : [];

    const methods = await pool.submit("printAll", []);
    check.ok("every method of the console: can be called", methods > 15, methods);
    const text = "printed by a task\n";
    check.equal("text past the console: its task ends well", await pool.submit("printRaw", [text, 20]), text);
    const large = "0123456789abcde\n".repeat(4096);
    const beside = Promise.all([1, 2, 3, 4].map((n) => pool.submit("add", [n, n])));
    const printed = await pool.submit("printRaw", [large, 16]);
    check.ok("a mebibyte past the console: its task ends well", printed === large, printed.length);
    check.equal("a mebibyte past the console: calls beside it are answered", await beside, [2, 4, 6, 8]);
    check.equal("every pair of bytes: their task ends well", await pool.submit("printBytes", []), 2 * 256 * 256 + 1);
    if (cell.hasWorkers) check.equal("no worker was lost by a print", await servingWorkers(pool, 2), before);
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;
