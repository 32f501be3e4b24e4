import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { keepContext } from "./keep-context.ts";

const store = new AsyncLocalStorage<string>();

describe("keepContext()", () => {
  it("calls in the context in which it was given the callback, again and again", async () => {
    const seen: unknown[] = [];
    const callback = (value: number): unknown => seen.push([value, store.getStore()]);
    const kept = store.run("giver", () => keepContext(callback));
    await store.run("someone else", async () => {
      await Promise.all([kept(1), kept(2)]);
      await kept(3);
    });
    await kept(4);
    expect(seen).toEqual([1, 2, 3, 4].map((value) => [value, "giver"]));
  });

  it("settles as the callback does, also after one that threw", async () => {
    const kept = keepContext((value: number) => {
      if (value === 2) throw new RangeError("two");
      return Promise.resolve(value * 10);
    });
    const settled = await Promise.allSettled([kept(1), kept(2), kept(3)]);
    expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.message))).toEqual([
      10,
      "two",
      30,
    ]);
  });

  it("calls before anything that was resolved after it goes on", async () => {
    const order: string[] = [];
    const kept = keepContext((value: string) => order.push(value));
    const settled = Promise.withResolvers<void>();
    const waiting = settled.promise.then(() => order.push("settled"));
    void kept("item");
    settled.resolve();
    await waiting;
    expect(order).toEqual(["item", "settled"]);
  });
});
