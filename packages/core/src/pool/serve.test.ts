/** The worker's half alone: what it answers to what it hears. */
import { pass } from "./support/fake-clock.ts";
import { describe, expect, test, vi } from "vitest";
import { type ServeOptions, serveTasks } from "./serve.ts";

/** A worker's half that has said hello; what it has posted, and whether it has left. */
async function served(tasks: object, options: ServeOptions = {}, abilities: string[] = []) {
  const posted: Record<string, unknown>[] = [];
  const state = { left: 0 };
  const post = (message: unknown, transfer: readonly object[] = []): void => {
    posted.push(structuredClone(message, { transfer: [...transfer] as [] }) as Record<string, unknown>);
  };
  const receive = serveTasks(tasks, options, { name: "1/2", post, leave: () => state.left++ });
  receive({ type: "hello", worker: 3, abilities });
  await pass(0);
  const call = async (task: string, ...args: unknown[]): Promise<Record<string, unknown>> => {
    receive({ type: "call", id: 7, task, args });
    await pass(0);
    return posted.at(-1)!;
  };
  return { posted, receive, call, state };
}
const fail = (thrown: unknown) => (): never => {
  throw thrown;
};

describe("a start", () => {
  test("it says that it has loaded, then that it is ready, with its name and clock", async () => {
    const { posted } = await served({});
    expect(posted).toEqual([
      { type: "loaded", probe: new Map([["clones", 1]]) },
      { type: "ready", name: "1/2", timeOrigin: performance.timeOrigin, abilities: [] },
    ]);
  });

  test("it is ready when init is through, and tasks know what init made", async () => {
    const init = (worker: number) => new Promise((resolve) => setTimeout(() => resolve({ worker }), 50));
    const { posted, call } = await served(
      {
        local: function (this: { local: unknown }) {
          return this.local;
        },
      },
      { init },
    );
    expect(posted).toHaveLength(1);
    await pass(50);
    expect(posted[1]).toMatchObject({ type: "ready" });
    expect(await call("local")).toMatchObject({ value: { worker: 3 } });
  });

  test.each([
    ["throws", fail(new RangeError("no database"))],
    ["rejects", () => Promise.reject(new RangeError("no database"))],
  ])("an init that %s is a failed start with its error", async (_, init) => {
    const { posted } = await served({}, { init });
    expect(posted[1]).toMatchObject({ type: "failed", error: { name: "RangeError", message: "no database" } });
    expect(posted).toHaveLength(2);
  });

  test("it says which abilities it has of those that its pool has", async () => {
    const abilities = [{ name: "a" }, { name: "b" }];
    expect((await served({}, { abilities }, ["b", "c"])).posted[1]).toMatchObject({ abilities: ["b"] });
  });
});

describe("calls", () => {
  test("the value of a task, or of its promise or thenable, is the reply", async () => {
    const { call } = await served({
      plain: (n: number) => n + 1,
      promised: (n: number) => Promise.resolve(n + 1),
      // oxlint-disable-next-line unicorn/no-thenable -- that is what is tried
      thenable: (n: number) => ({ then: (heed: (value: number) => void) => heed(n + 1) }),
      nothing: () => {},
    });
    for (const task of ["plain", "promised", "thenable"]) {
      expect(await call(task, 1)).toMatchObject({ type: "reply", id: 7, value: 2 });
    }
    expect(await call("nothing")).toMatchObject({ type: "reply", id: 7, value: undefined });
  });

  test("a reply says when the task began and how long it took", async () => {
    const { call, posted, receive } = await served({ wait: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    const began = performance.now();
    expect((await call("wait"))["type"]).toBe("ready");
    await pass(30);
    expect(posted.at(-1)).toMatchObject({ began, took: 30 });
    void receive;
  });

  test.each([
    ["an error", new RangeError("no"), { name: "RangeError", message: "no" }],
    ["text", "no", { value: "no" }],
    ["nothing", undefined, { value: undefined }],
    ["a symbol", Symbol("s"), { value: "Symbol(s)" }],
  ])("a task that throws %s is answered with it", async (_, thrown, error) => {
    const { call } = await served({ fail: fail(thrown), reject: () => Promise.reject(thrown) });
    for (const task of ["fail", "reject"]) {
      expect(await call(task)).toMatchObject({ id: 7, failure: { kind: "threw", error } });
    }
  });

  test.each([
    ["has trap", new Proxy(new Error("x"), { has: fail(new Error("trap")) })],
    [
      "revoked proxy",
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    ],
    ["message that throws", Object.defineProperty(new Error("x"), "message", { get: fail(new Error("get")) })],
    // oxlint-disable-next-line unicorn/no-thenable -- that is what is tried
    ["thenable that throws", Object.defineProperty({}, "then", { get: fail(new Error("then")) })],
  ])("a thrown value with a %s is answered", async (_, thrown) => {
    const { call } = await served({ fail: fail(thrown) });
    expect(await call("fail")).toMatchObject({ type: "reply", id: 7, failure: { kind: "threw" } });
  });

  test("a task that does not exist is answered with those that do", async () => {
    const { call } = await served({ add: () => 0 });
    expect(await call("constructor")).toMatchObject({ failure: { kind: "unknown task", known: ["add"] } });
  });

  test("a task whose getter throws is answered with what it threw", async () => {
    const tasks = Object.defineProperty({ add: () => 1 }, "late", {
      get: fail(new ReferenceError("before initialization")),
      enumerable: true,
    });
    const { call } = await served(tasks);
    expect(await call("late")).toMatchObject({ id: 7, failure: { kind: "threw", error: { name: "ReferenceError" } } });
    expect(await call("other")).toMatchObject({ id: 7, failure: {} });
    expect(await call("add")).toMatchObject({ value: 1 });
  });

  test("a result that cannot be cloned is answered, and names why", async () => {
    const { call } = await served({ bad: () => () => {}, good: () => 1 });
    expect(await call("bad")).toMatchObject({
      failure: { kind: "result not cloneable", error: { name: "DataCloneError" } },
    });
    expect(await call("good")).toMatchObject({ value: 1 });
  });

  test("a transfer that is no list is answered as a result that cannot travel", async () => {
    const { call } = await served({
      bad(this: { transfer: (value: unknown, buffers: unknown) => unknown }) {
        return this.transfer(1, new ArrayBuffer(1));
      },
    });
    expect(await call("bad")).toMatchObject({ failure: { kind: "result not cloneable" } });
  });

  test("buffers that a task marks are moved to the caller", async () => {
    const buffer = new ArrayBuffer(8);
    const { call } = await served({
      give(this: { transfer: (value: unknown, buffers: object[]) => unknown }) {
        return this.transfer(buffer, [buffer]);
      },
    });
    expect(await call("give")).toMatchObject({ value: { byteLength: 8 } });
    expect(buffer.detached).toBe(true);
  });

  test("an error that cannot be posted is answered by its name, message and stack", async () => {
    const posted: Record<string, unknown>[] = [];
    const post = (message: object): void => {
      if (JSON.stringify(message).includes("unsendable")) throw new Error("cannot be sent");
      posted.push(message as Record<string, unknown>);
    };
    const thrown = Object.assign(new RangeError("x"), { field: "unsendable" });
    const tasks = { fail: fail(thrown), failOtherwise: fail("unsendable") };
    const receive = serveTasks(tasks, {}, { name: "1", post, leave: () => {} });
    receive({ type: "call", id: 1, task: "fail", args: [] });
    await pass(0);
    const { stack } = thrown;
    expect(posted.at(-1)).toMatchObject({
      failure: { kind: "threw", error: { name: "RangeError", message: "x", stack, fields: {} } },
    });
    receive({ type: "call", id: 2, task: "failOtherwise", args: [] });
    await pass(0);
    expect(posted.at(-1)).toMatchObject({
      failure: { kind: "threw", error: { name: "Error", message: "it cannot be sent" } },
    });
  });

  test("a cancel aborts the signal of its call alone", async () => {
    const seen: Record<number, string> = {};
    const { receive } = await served({
      wait(this: { signal: AbortSignal }, n: number) {
        this.signal.addEventListener("abort", () => (seen[n] = (this.signal.reason as Error).name));
        return new Promise(() => {});
      },
    });
    for (const id of [1, 2]) receive({ type: "call", id, task: "wait", args: [id] });
    receive({ type: "cancel", id: 2, why: "TimeoutError" });
    receive({ type: "cancel", id: 99, why: "AbortError" });
    expect(seen).toEqual({ 2: "TimeoutError" });
  });

  test("a cancel after the reply does nothing", async () => {
    const signals: AbortSignal[] = [];
    const { call, receive } = await served({
      note(this: { signal: AbortSignal }) {
        signals.push(this.signal);
      },
    });
    await call("note");
    receive({ type: "cancel", id: 7, why: "AbortError" });
    expect(signals[0]!.aborted).toBe(false);
  });

  test("a task that throws in a way that its own cancel made is answered once", async () => {
    const { posted, receive } = await served({
      wait(this: { signal: AbortSignal }) {
        return new Promise((_, reject) =>
          this.signal.addEventListener("abort", () => reject(this.signal.reason as Error)),
        );
      },
    });
    receive({ type: "call", id: 1, task: "wait", args: [] });
    receive({ type: "cancel", id: 1, why: "AbortError" });
    await pass(0);
    expect(posted.filter(({ type }) => type === "reply")).toMatchObject([
      { failure: { error: { name: "AbortError" } } },
    ]);
  });

  test("what is no message of the pool is not heeded", async () => {
    const { receive, posted } = await served({});
    const { length } = posted;
    for (const message of [{}, { type: "other" }, { type: "reply" }, 5, "call"]) receive(message);
    await pass(0);
    expect(posted).toHaveLength(length);
  });
});

describe("the end", () => {
  test("it leaves when it is told to", async () => {
    const { receive, state } = await served({});
    receive({ type: "end" });
    await pass(0);
    expect(state.left).toBe(1);
  });

  test("it leaves when teardown is through", async () => {
    const torn: unknown[] = [];
    const teardown = async (local: unknown): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      torn.push(local);
    };
    const { receive, state } = await served({}, { init: () => "db", teardown });
    receive({ type: "end" });
    await pass(19);
    expect([state.left, torn]).toEqual([0, []]);
    await pass(1);
    expect([state.left, torn]).toEqual([1, ["db"]]);
  });

  test.each([
    ["throws", fail(new Error("no"))],
    ["rejects", () => Promise.reject(new Error("no"))],
  ])("it leaves also when teardown %s, and says so", async (_, teardown) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const { receive, state } = await served({}, { teardown });
    receive({ type: "end" });
    await pass(0);
    expect(state.left).toBe(1);
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});
