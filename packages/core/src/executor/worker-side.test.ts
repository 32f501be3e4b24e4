import { describe, expect, it } from "vitest";
import type { TaskContext } from "./executor.ts";
import type { FromWorker } from "./wire.ts";
import { type ServeOptions, workerSide, type WorkerSide } from "./worker-side.ts";

/** @param clone what the channel does to a message */
function serve(
  tasks: object,
  options: ServeOptions = {},
  clone = (message: FromWorker): FromWorker => message,
): { side: WorkerSide; posted: FromWorker[] } {
  const posted: FromWorker[] = [];
  const post = (message: FromWorker): void => void posted.push(clone(message));
  const side = workerSide(tasks, options, { name: "1", post, leave: () => {} });
  return { side, posted };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function spin(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until;);
}

describe("workerSide()", () => {
  it.each([
    [
      "throws",
      (): never => {
        throw new RangeError("no database");
      },
    ],
    ["rejects", (): Promise<never> => Promise.reject(new RangeError("no database"))],
  ])("says that it has failed, and not that it is ready, when init %s", async (_how, init) => {
    const { posted } = serve({}, { init });
    await turn();
    expect(posted).toMatchObject([{ type: "failed", error: { name: "RangeError", message: "no database" } }]);
  });

  it("lets each of many emits go on when its turn has come", async () => {
    const went: number[] = [];
    const tasks = {
      async many(this: TaskContext): Promise<void> {
        await Promise.all(Array.from({ length: 18 }, (_, i) => this.emit(i).then(() => went.push(i))));
      },
    };
    const { side, posted } = serve(tasks);
    side.receive({ type: "calls", first: 1, tasks: "many", args: [] });
    await turn();
    expect(posted.filter(({ type }) => type === "item")).toHaveLength(18);
    expect(went).toEqual(Array.from({ length: 15 }, (_, i) => i));
    for (const next of [15, 16, 17]) {
      side.receive({ type: "taken", id: 1 });
      await turn();
      expect(went.at(-1)).toBe(next);
    }
    expect(posted.at(-1)).toMatchObject({ type: "replies", ids: [1] });
  });

  it("answers in one message what came in one, each call with its own value", () => {
    const { side, posted } = serve({ add: (a: number, b: number) => a + b, echo: (value: unknown) => value });
    side.receive({ type: "calls", first: 1, count: 2, tasks: "add", arity: 2, args: [1, 2, 3, 4] });
    side.receive({ type: "calls", first: 3, count: 2, tasks: ["echo", "add"], arity: [1, 2], args: [[5], 6, 7] });
    expect(posted.slice(1)).toMatchObject([
      { type: "replies", ids: [1, 2], values: [3, 7] },
      { type: "replies", ids: [3, 4], values: [[5], 13] },
    ]);
  });

  it("lets a value that cannot be cloned fail alone", () => {
    const { side, posted } = serve({ one: () => 1, secret: () => () => {} }, {}, structuredClone);
    side.receive({ type: "calls", first: 1, count: 3, tasks: ["one", "secret", "one"], arity: 0, args: [] });
    expect(posted.slice(1)).toMatchObject([
      { ids: [1], values: [1] },
      { ids: [2], failures: [{ kind: "result not cloneable" }] },
      { ids: [3], values: [1] },
    ]);
  });

  it("does not start what is behind a long task until it is told to go on, and what was cancelled by then never", () => {
    const started: string[] = [];
    const tasks = {
      spin,
      note: (name: string) => void started.push(name),
    };
    const { side, posted } = serve(tasks);
    const names = ["spin", "note", "note"];
    side.receive({ type: "calls", first: 1, count: 3, tasks: names, arity: 1, args: [15, "cancelled", "kept"] });
    expect(posted.at(-1)).toMatchObject({ ids: [1], asks: true });
    side.receive({ type: "cancel", calls: [[2, "AbortError"]] });
    expect(posted.at(-1)).toMatchObject({ ids: [], returned: [2] });
    expect(started).toEqual([]);
    side.receive({ type: "go on" });
    expect(started).toEqual(["kept"]);
    expect(posted.at(-1)).toMatchObject({ ids: [3] });
  });

  it("asks although a value of the long turn cannot be cloned", () => {
    const tasks = {
      secret: (ms: number) => {
        spin(ms);
        return () => {};
      },
    };
    const { side, posted } = serve(tasks, {}, structuredClone);
    side.receive({ type: "calls", first: 1, count: 2, tasks: "secret", arity: 1, args: [15, 0] });
    expect(posted.at(-1)).toMatchObject({ ids: [1], asks: true, failures: [{ kind: "result not cloneable" }] });
  });

  it("gives back what it has not started when it ends, and says that it takes no more", () => {
    const { side, posted } = serve({ never: () => new Promise(() => {}) });
    side.receive({ type: "calls", first: 1, count: 3, tasks: "never", arity: 0, args: [] });
    side.farewell();
    expect(posted.at(-1)).toMatchObject({ type: "replies", ids: [], returned: [2, 3], leaving: true });
  });

  it("counts the wait behind another call towards the deadline", () => {
    const tasks = {
      spin: () => spin(30),
      left(this: TaskContext): number {
        return this.timeLeft();
      },
    };
    const { side, posted } = serve(tasks);
    const extras = [undefined, { timeLeft: 1000 }];
    side.receive({ type: "calls", first: 1, count: 2, tasks: ["spin", "left"], arity: 0, args: [], extras });
    side.receive({ type: "go on" });
    expect((posted.at(-1) as { values: number[] }).values.at(-1)).toBeLessThanOrEqual(970);
  });
});
