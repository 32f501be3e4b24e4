/** Calls that no pool can take reject at once, cost nothing, and leave the pool as it was. */
import { NO_WORKERS } from "../inputs.ts";
import type { Check, Scenario } from "../scenario.ts";

type Submit = (...call: unknown[]) => Promise<unknown>;

const NO_TRANSFER = {
  async: "nothing is moved within one isolate",
  multiprocessing: "to a process everything is copied",
  distributed: "to another machine everything is copied",
};

export default {
  inputs: {
    "arguments that are no list": {},
    "a task that is no text": {},
    "the name of something inherited": {},
    "a name of a mebibyte": {},
    "options that are no object": {},
    "a signal that is none": {},
    "a list of buffers that is none": {},
    "a buffer to move twice": NO_TRANSFER,
    "something to move that cannot be": NO_TRANSFER,
    "a number out of range": {},
    "no call at all": {},
    "options that are not there": {},
    "1,000 refused calls and a close": {},
    "an argument that cannot be looked at": NO_WORKERS,
  },
  async run(cell, check) {
    const pool = cell.create({ workers: 2 });
    const submit = pool.submit.bind(pool) as unknown as Submit;
    await pool.submit("add", [1, 1]);

    for (const args of [{ a: 1 }, "ab", 5, null, undefined, new Set([1]), { length: 2 }, true, () => []]) {
      const refused = await rejected("arguments that are no list", submit("add", args), "TypeError", check);
      const cure = 'submit("task", [argument])';
      check.ok("arguments that are no list: the message has the cure", refused.message.includes(cure), refused.message);
    }
    for (const task of [Symbol("add"), undefined, null, 7, {}, ["add"], () => 1]) {
      await rejected("a task that is no text", submit(task, [1, 2]), "TypeError", check);
    }
    for (const task of ["toString", "__proto__", "constructor", "hasOwnProperty", "valueOf", "default", ""]) {
      await rejected("the name of something inherited", submit(task, [1, 2]), "UnknownTask", check);
    }
    const unheard = cell.model === "distributed" ? "PayloadTooLarge" : "UnknownTask"; // a server takes no such message
    await rejected("a name of a mebibyte", submit("x".repeat(2 ** 20), []), unheard, check);
    for (const options of [null, 5, "fast", () => {}, Symbol("options")]) {
      await rejected("options that are no object", submit("add", [1, 2], options), "TypeError", check);
    }
    const controller = new AbortController();
    const ignore = (): void => {};
    const endless = { aborted: false, addEventListener: ignore };
    const throwing = { addEventListener: () => raise(new TypeError("do not listen")), removeEventListener: ignore };
    for (const signal of [controller, {}, { aborted: false }, { aborted: true }, "stop", 1, endless, throwing]) {
      await rejected("a signal that is none", submit("add", [1, 2], { signal }), "TypeError", check);
    }
    for (const transfer of [new ArrayBuffer(1), {}, "buffer", 1, new Set()]) {
      await rejected("a list of buffers that is none", submit("add", [1, 2], { transfer }), "TypeError", check);
    }
    for (const [name, value] of ["timeout", "runTimeout"].flatMap((name) =>
      WRONG.map((value) => [name, value] as const),
    )) {
      const refused = await rejected(
        "a number out of range",
        submit("add", [1, 2], { [name]: value }),
        "RangeError",
        check,
      );
      check.ok(`a number out of range: the message names ${name}`, refused.message.includes(name), refused.message);
    }
    await rejected("no call at all", submit(), "TypeError", check);
    const absent = { signal: null, transfer: null, timeout: undefined, runTimeout: undefined };
    check.equal("options that are not there: are none", await submit("add", [1, 2], absent), 3);

    if (cell.capabilities.movesBuffers) {
      const buffer = new ArrayBuffer(8);
      const [twice] = await Promise.allSettled([submit("echo", [buffer], { transfer: [buffer, buffer] })]);
      const moved = twice.status === "fulfilled" && (twice.value as ArrayBuffer).byteLength === 8;
      const refused = twice.status === "rejected" && (twice.reason as Error).name === "NotCloneable";
      check.ok("a buffer to move twice: is refused, or moved once", moved || refused, twice);
      for (const thing of [{}, null, 5, "text"]) {
        const moving = submit("echo", [1], { transfer: [thing] });
        await rejected("something to move that cannot be", moving, "NotCloneable", check);
      }
    }
    if (cell.hasWorkers) {
      const trap = Object.defineProperty({}, "trap", { enumerable: true, get: () => raise(new Error("do not look")) });
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      for (const value of [trap, proxy]) {
        await rejected("an argument that cannot be looked at", submit("echo", [value]), "NotCloneable", check);
      }
    }

    check.equal("the pool goes on", await pool.submit("add", [1, 1]), 2);
    await pool.close();
    check.ok("the pool closes", true);

    const crowded = cell.create({ workers: 1 });
    const all = Array.from({ length: 1000 }, () =>
      (crowded.submit as unknown as Submit)("add", [1, 2], { signal: {} }),
    );
    const closed = crowded.close();
    const settled = await Promise.allSettled(all);
    await closed;
    const refused = settled.every(({ status }) => status === "rejected");
    check.ok("1,000 refused calls and a close: none keeps a place", refused);
  },
} satisfies Scenario;

const WRONG = [-1, NaN, -Infinity, "5", null, true, 1n, {}, [], Symbol("soon")];

async function rejected(input: string, call: Promise<unknown>, errorName: string, check: Check) {
  return (await check.rejects(`${input}: rejects with ${errorName}`, call, errorName)) as Error;
}

function raise(error: Error): never {
  throw error;
}
