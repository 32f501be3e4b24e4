import { describe, expect, it } from "vitest";
import type { TaskContext } from "./executor.ts";
import type { FromWorker } from "./wire.ts";
import { type ServeOptions, workerSide, type WorkerSide } from "./worker-side.ts";

function serve(tasks: object, options: ServeOptions = {}): { side: WorkerSide; posted: FromWorker[] } {
  const posted: FromWorker[] = [];
  const side = workerSide(tasks, options, { name: "1", post: (message) => void posted.push(message), leave: () => {} });
  return { side, posted };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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
});
