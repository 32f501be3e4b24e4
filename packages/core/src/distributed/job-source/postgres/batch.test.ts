import { describe, expect, it } from "vitest";
import { Batch } from "./batch.ts";

const settled = async (all: Promise<void>[]): Promise<string[]> =>
  (await Promise.allSettled(all)).map((end) => (end.status === "rejected" ? String(end.reason) : "sent"));

describe("a batch", () => {
  it("sends together what comes while an answer is awaited", async () => {
    const sent: string[][] = [];
    const batch = new Batch<string>(async (items) => void sent.push([...items]));
    await Promise.all(["a", "b", "c"].map((item) => batch.add(item, 1)));
    expect(sent).toEqual([["a"], ["b", "c"]]);
  });

  it("that failed fails alone, and what waited behind it is sent", async () => {
    const batch = new Batch<string>(async ([item]) => {
      if (item === "a") throw new Error("no");
    });
    expect(await settled(["a", "b"].map((item) => batch.add(item, 1)))).toEqual(["Error: no", "sent"]);
  });

  it("that failed for want of an answer takes with it what waited, and not what comes later", async () => {
    let isThere = false;
    const sent: string[] = [];
    const send = async (items: readonly string[]): Promise<void> => {
      if (!isThere) throw new Error("no answer");
      sent.push(...items);
    };
    const batch = new Batch(send, () => true);
    const all = ["a", "b", "c"].map((item) => batch.add(item, 4 * 1024 * 1024));
    expect(await settled(all)).toEqual(Array(3).fill("Error: no answer"));
    isThere = true;
    await batch.add("d", 1);
    expect(sent).toEqual(["d"]);
  });
});
