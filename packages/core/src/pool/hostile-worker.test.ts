/** What a worker sends cannot throw in the pool, hang a call, or cost more than its size. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { describe, expect, test } from "vitest";
import { TaskError } from "./errors.ts";
import { ability, puppets, quiet, readied } from "./support/scene.ts";
import { WorkerDied } from "./worker-errors.ts";

describe("what a worker sends that no worker sends", () => {
  /** A list that says it has so many entries, and has one. */
  const sparse = (length = 2 ** 26): unknown[] => Object.assign([], { [length - 1]: 1 });
  const ring: { ring?: unknown } = {};
  ring.ring = ring;
  let deep: object = { value: 1 };
  for (let n = 0; n < 1000; n++) deep = { name: "Error", message: "", fields: {}, cause: deep };
  const cyclic: Record<string, unknown> = { name: "Error", message: "", fields: {} };
  cyclic["cause"] = cyclic;
  const packed = { name: "Error", message: "m", stack: "s", fields: {} };
  const failure = (error: unknown, kind: unknown = "threw"): object => ({ failure: { kind, error } });
  const unknown = (known: unknown): object => ({ failure: { kind: "unknown task", known } });

  const nonsense: [string, unknown][] = [
    ["null", null],
    ["undefined", undefined],
    ["a number", 5],
    ["a bigint", 5n],
    ["text", "reply"],
    ["a list", []],
    ["a sparse list", sparse()],
    ["an object without a type", {}],
    ["an unknown type", { type: "whatever" }],
    ["a type that is a sparse list", { type: sparse() }],
    ["a type that is a bigint", { type: 10n }],
    ["a ring", ring],
    ["a message of the pool's own", { type: "call", id: 1, task: "any", args: [] }],
    ["loaded without a probe", { type: "loaded" }],
    ["loaded over JSON", { type: "loaded", probe: {} }],
    ["ready without a name", { type: "ready" }],
    ["ready with a name that is a number", { type: "ready", name: 5, timeOrigin: 0, abilities: [] }],
    ["ready with a clock that is a bigint", { type: "ready", name: "x", timeOrigin: 0n, abilities: [] }],
    ["failed without an error", { type: "failed" }],
    ["failed with null", { type: "failed", error: null }],
    ["failed with an error in a ring", { type: "failed", error: cyclic }],
  ];
  test.each(nonsense)("%s ends the starting worker with WorkerDied", async (_, message) => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", []));
    all[0]!.say(message);
    const error = await now(call);
    expect(error).toBeInstanceOf(WorkerDied);
    expect(String(error).length).toBeLessThan(1000);
    expect(all[0]!.stopped).toBe(true);
    expect(await now(pool.close())).toBe(undefined);
  });

  test.each(nonsense)("%s ends a busy worker with WorkerDied, and the next call has another", async (_, message) => {
    const { pool, all, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say(message);
    expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(worker.stopped).toBe(true);
    const next = pool.submit("any", []);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(next)).toBe(1);
  });

  const broken: [string, object][] = [
    ["a failure that is a number", { failure: 5 }],
    ["a failure that is null", { failure: null }],
    ["a failure of an unknown kind", failure(packed, "other")],
    ["a time that is a bigint", { took: 1n }],
    ["a time that is text", { began: "0" }],
    ["known tasks that are numbers", unknown([1, 2])],
    ["a failure that is text", { failure: "threw" }],
    ["a failure without an error", failure(undefined)],
    ["an error of null", failure(null)],
    ["an error that is a number", failure(5)],
    ["an error without a name", failure({ ...packed, name: null })],
    ["an error with a name that is an object", failure({ ...packed, name: { a: 1 } })],
    ["an error with a message that is an object", failure({ ...packed, message: {} })],
    ["an error with fields of null", failure({ ...packed, fields: null })],
    ["an error with a cause that is a number", failure({ ...packed, cause: 5 })],
    ["an error with itself as cause", failure(cyclic)],
    ["known tasks that are a number", unknown(5)],
    ["known tasks that are null", unknown(null)],
    ["known tasks that are absent", unknown(undefined)],
    ["a list of null as known tasks", unknown({ length: 1 })],
  ];
  test.each(broken)("a reply with %s ends its worker with WorkerDied", async (_, reply) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...reply });
    expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(worker.stopped).toBe(true);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  const names = ["toString", "valueOf", "hasOwnProperty", "__proto__", "constructor", ""];
  test.each(names)("an error that is named %o reaches its caller", async (name) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...failure({ ...packed, name }) });
    const error = await now(call);
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ cause: { name, message: "m" } });
  });

  const dear: [string, object][] = [
    ["a sparse list as known tasks", unknown(sparse(2 ** 28))],
    ["a sparse list as the name of a known task", unknown([sparse(2 ** 28)])],
    ["a sparse list as fields", failure({ ...packed, fields: sparse(2 ** 28) })],
    ["a sparse list as the field that is the name", failure({ ...packed, fields: { name: sparse(2 ** 28) } })],
    ["a sparse list as the field that is the message", failure({ ...packed, fields: { message: sparse(2 ** 28) } })],
    ["a sparse list as what was thrown", failure({ value: sparse(2 ** 28) })],
    ["a bigint of a megabyte as what was thrown", failure({ value: 1n << 8_000_000n })],
    ["a chain of 1,000 causes", failure(deep)],
  ];
  test.each(dear)("%s costs the caller no more than its size", async (_, reply) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...reply });
    const error = await now(call);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message.length).toBeLessThan(20_000); // what takes long, takes it to become text
  });

  test("a sparse list as what ready has agreed to costs no more than its size", async () => {
    const { pool, all } = puppets({ abilities: [{ name: "half", serve: () => ({}) }] });
    const call = quiet(pool.submit("any", []));
    all[0]!.ready(sparse(2 ** 28) as string[]);
    expect(await now(call)).toMatchObject({ name: "WorkerDied", message: expect.stringContaining('"half"') });
  });

  test("what cannot be shown is still WorkerDied", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", []));
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    all[0]!.die({ error: proxy });
    expect(String(await now(call))).toContain("something that cannot be described");
  });

  const unheeded: [string, unknown][] = [
    ["a reply to a call that it never had", { type: "reply", id: 99, value: 1, began: 0, took: 0 }],
    ["a reply with an id that is an object", { type: "reply", id: { id: 1 }, value: 1 }],
    ["a reply with an id that is text", { type: "reply", id: "1", value: 1 }],
    ["a reply with no id", { type: "reply" }],
    ["a second ready", { type: "ready", name: "other", timeOrigin: 0, abilities: [] }],
    ["loaded once more", { type: "loaded", probe: new Map() }],
  ];
  test.each(unheeded)("%s changes nothing for the call that the worker has", async (_, message) => {
    const { pool, worker } = await readied();
    const call = pool.submit("any", []);
    worker.say(message);
    expect(await now(call)).toBe("pending");
    worker.reply("right");
    expect(await now(call)).toBe("right");
    expect(worker.stopped).toBe(false);
  });

  test("a second reply to one call settles no other", async () => {
    const { pool, worker } = await readied();
    const first = pool.submit("any", []);
    const second = pool.submit("any", []);
    worker.reply("first");
    await first;
    worker.reply("again", worker.calls[0]);
    expect(await now(second)).toBe("pending");
    worker.reply("second", worker.calls[1]);
    expect(await now(second)).toBe("second");
  });

  test("a reply while starting is no answer", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    for (const id of [0, 1, 2]) all[0]!.say({ type: "reply", id, value: "early", began: 0, took: 0 });
    expect(await now(call)).toBe("pending");
    all[0]!.ready();
    await pass(0);
    all[0]!.reply("right");
    expect(await now(call)).toBe("right");
  });

  test("ready before loaded is ready", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    all[0]!.say({ type: "ready", name: "x", timeOrigin: 0, abilities: [] });
    all[0]!.say({ type: "loaded", probe: new Map() });
    await pass(0);
    all[0]!.reply(1);
    expect(await now(call)).toBe(1);
  });

  test("the reply of a worker that is being stopped still counts", async () => {
    const { pool, worker } = await readied({ tasksPerWorker: 2, grace: 10 }, { stops: false });
    void quiet(pool.submit("any", [], { timeout: 5 }));
    const neighbour = pool.submit("any", []);
    await pass(20);
    expect(worker.stopped).toBe(true);
    worker.reply("just in time", worker.calls[1]);
    expect(await now(neighbour)).toBe("just in time");
  });

  test("a worker that says it is ready while it is being stopped gets no calls", async () => {
    const { pool, all } = puppets({ readyTimeout: 10, stopTimeout: 100 }, { stops: false });
    const call = quiet(pool.submit("any", []));
    await pass(11);
    all[0]!.ready();
    await pass(0);
    expect(all[0]!.calls).toHaveLength(0);
    await pass(100);
    expect(await now(call)).toBeInstanceOf(WorkerDied);
  });

  test("numbers that are none in a reply end its worker when an ability counts with them", async () => {
    const { one } = ability({ life: { ran: (_, _worker, began, took) => void (began + took) } });
    const { pool, worker } = await readied({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, value: 1, began: 1n, took: 1n });
    expect(await now(call)).toBeInstanceOf(WorkerDied);
  });
});
