import { describe, expect, test } from "vitest";
import { blockOrder, blockSeconds } from "./blocks.ts";

describe("blockOrder()", () => {
  const groups = Array.from({ length: 8 }, (_, group) => ["node", "deno", "bun"].map((name) => `${name} ${group}`));

  test("has everything once, in an order that only seed and block decide", () => {
    const order = blockOrder(groups, 7, 1);
    expect(order.toSorted()).toEqual(groups.flat().toSorted());
    expect(order).not.toEqual(groups.flat());
    expect(blockOrder(groups, 7, 1)).toEqual(order);
    expect(blockOrder(groups, 7, 2)).not.toEqual(order);
    expect(blockOrder(groups, 8, 1)).not.toEqual(order);
  });

  test("has the members of a group behind each other, in an order of their own", () => {
    const members = blockOrder(groups, 7, 1).map((one) => one.split(" "));
    const places = members.map(([, group]) => group);
    expect(places.filter((group, index) => group !== places[index - 1])).toHaveLength(8);
    const orders = Array.from({ length: 8 }, (_, group) =>
      members.slice(3 * group, 3 * group + 3).map(([name]) => name),
    );
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  });
});

describe("blockSeconds()", () => {
  const records = (...starts: number[]) => starts.map((startedAt) => ({ startedAt, wallSeconds: 0.5 }));

  test("goes from each start to the next; the last is as long as is typical", () => {
    expect(blockSeconds(records(100, 101, 102, 105), 30)).toBe(5 + 1);
  });

  test("leaves out the time for which the run was interrupted", () => {
    expect(blockSeconds(records(100, 101, 9101, 9102), 30)).toBe(4);
  });

  test("of one execution is its own time", () => {
    expect(blockSeconds(records(100), 30)).toBe(0.5);
  });
});
