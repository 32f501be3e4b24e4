/** Whatever is thrown, its call rejects with TaskError, and nothing that tells of it throws in its turn. */
import { NO_WORKERS } from "../inputs.ts";
import type { Check, ConformingExecutor, Scenario, Thrown } from "../scenario.ts";
import type { ThrownKind } from "../tasks/thrown.ts";

const KINDS: Record<string, ThrownKind> = {
  "an error whose message is a getter that throws": "throwingMessage",
  "an error whose name is a getter that throws": "throwingName",
  "an error whose stack is a getter that throws": "throwingStack",
  "an error whose cause is a getter that throws": "throwingCause",
  "an error with a field that throws": "throwingGetter",
  "an error whose name is a symbol": "symbolName",
  "an error whose name is an object": "objectName",
  "an error whose message is an object": "objectMessage",
  "an error whose stack is a list": "listStack",
  "an error named toString": "namedToString",
  "an error named valueOf": "namedValueOf",
  "an error named hasOwnProperty": "namedHasOwnProperty",
  "an error named __proto__": "namedProto",
  "an error named constructor": "namedConstructor",
  "an error with a field named __proto__": "fieldNamedProto",
  "a revoked Proxy": "revokedProxy",
  "a Proxy that throws at every touch": "hostileProxy",
  "an object whose toStringTag throws": "throwingTag",
  "an object without a prototype": "nullPrototype",
  "an object with a method": "withMethod",
  "a symbol": "symbol",
};

const PREPARED: Record<string, ThrownKind> = {
  "prepareStackTrace that returns a list": "preparedList",
  "prepareStackTrace that throws": "preparedThrow",
};

export default {
  inputs: {
    ...Object.fromEntries([...Object.keys(KINDS), ...Object.keys(PREPARED)].map((input) => [input, {}])),
    "a host's prepareStackTrace": {},
    "a reason to abort that cannot be described": {},
    "an input that fails with what cannot be described": {},
    "an unhandled error that cannot be described": {
      ...NO_WORKERS,
      distributed: "a job whose worker dies is tried again",
    },
  },
  async run(cell, check) {
    const pool = cell.create();
    for (const [name, kind] of Object.entries(KINDS)) await throws(name, kind, pool, check);
    const { cause } = await throws("an object with a method", "withMethod", pool, check);
    check.equal("an object with a method: keeps what can travel", cause?.status, 404);
    const named = await throws("an error named __proto__", "namedProto", pool, check);
    check.equal("an error named __proto__: keeps its name", named.cause?.name, "__proto__");

    const { prepareStackTrace } = Error as Preparing;
    for (const [name, kind] of Object.entries(PREPARED)) {
      const own = cell.create({ workers: 1 });
      await throws(name, kind, own, check);
      (Error as Preparing).prepareStackTrace = prepareStackTrace; // in one isolate it is this one's
      check.equal(`${name}: its worker serves`, await own.submit("add", [1, 1]), 2);
      await own.close();
    }
    (Error as Preparing).prepareStackTrace = () => ["a list"];
    const [hosts] = await Promise.allSettled([pool.submit("raise", ["rangeError"])]);
    (Error as Preparing).prepareStackTrace = prepareStackTrace;
    const told = hosts.status === "rejected" && (hosts.reason as Error).name;
    check.equal("a host's prepareStackTrace: its calls reject with TaskError", told, "TaskError");

    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const aborted = pool.submit("add", [1, 2], { signal: AbortSignal.abort(proxy) });
    const cancelled = await check.rejects(
      "a reason to abort that cannot be described: is told",
      aborted,
      "TaskCancelled",
    );
    check.ok("a reason to abort that cannot be described: is the cause", cancelled.cause === proxy);
    let end: unknown;
    try {
      for await (const _ of pool.map("echo", failing(proxy)));
    } catch (error) {
      end = error;
    }
    check.ok("an input that fails with what cannot be described: ends the results with it", end === proxy);

    if (cell.hasWorkers && cell.model !== "distributed") {
      const dying = pool.submit("throwLater", ["revokedProxy"], { timeout: 10_000 });
      await check.rejects("an unhandled error that cannot be described: ends its worker", dying, "WorkerDied");
    }
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
    await pool.close();
    check.ok("the pool closes", true);
  },
} satisfies Scenario;

type Preparing = { prepareStackTrace?: unknown };

async function throws(name: string, kind: ThrownKind, pool: ConformingExecutor, check: Check): Promise<Thrown> {
  const call = pool.submit("raise", [kind], { timeout: 10_000 });
  const error = await check.rejects(`${name}: its call rejects with TaskError`, call, "TaskError");
  const text = typeof error.message === "string" && error.message.includes('Task "raise" threw');
  check.ok(`${name}: the message is text`, text, typeof error.message);
  return error;
}

// oxlint-disable-next-line require-yield -- it fails first
function* failing(error: unknown): Generator<number> {
  throw error;
}
