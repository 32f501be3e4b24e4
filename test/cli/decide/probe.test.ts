/** What is made of calls that were watched. */
import { expect, test } from "vitest";
import { Lateness } from "../../../packages/cli/src/decide/in-child/lateness.ts";
import type { Watched } from "../../../packages/cli/src/decide/in-child/orders.ts";
import { kindOf } from "../../../packages/cli/src/decide/kind.ts";
import { probeOf } from "../../../packages/cli/src/decide/probe.ts";

/** Thirty calls of 10 ms. */
const watched = (more: Partial<Watched>): Watched => ({
  first: 12,
  asked: { once: Array(20).fill(10), again: Array(20).fill(10) },
  walls: Array(30).fill(10),
  cpuTotal: 300,
  begunTotal: 300,
  late: [],
  promises: false,
  grown: 0,
  differsFrom: null,
  changesArguments: false,
  threw: null,
  ...more,
});

test("a call is the middle one, and all of them are counted", () => {
  expect(probeOf(watched({ walls: [900, 10, 12] }))).toMatchObject({ wall: 12, wallTotal: 922, calls: 3 });
});

test.each([
  ["computes", {}],
  // It awaits what is there already, and no timer comes in between.
  ["computes", { promises: true, begunTotal: 0, late: [299] }],
  ["waits", { promises: true, cpuTotal: 3, begunTotal: 2, late: Array(90).fill(0.1) }],
  ["blocks", { cpuTotal: 3 }],
  ["has threads of its own", { promises: true, begunTotal: 5, late: Array(90).fill(0.1) }],
  // What blocked before its promise was there also made timers late: it is not blocked twice.
  ["waits and computes", { promises: true, cpuTotal: 165, begunTotal: 160, late: Array(30).fill(6) }],
] as const)("it %s: %j", (kind, more) => {
  expect(kindOf(probeOf(watched({ ...more, late: [...("late" in more ? more.late : [])] })))).toBe(kind);
});

test("it remembers what it answers in a tenth of the time, where enough was asked and took long enough", () => {
  const asked = (once: number, again: number, count = 20) =>
    probeOf(watched({ asked: { once: Array(count).fill(once), again: Array(count).fill(again) } })).remembers;
  expect([asked(10, 0.5), asked(10, 5), asked(10, 0.5, 4), asked(0.05, 0.001)]).toEqual([true, false, false, false]);
});

test("the loop is late by what holds it up to the end, though no timer was heard", () => {
  const lateness = new Lateness();
  for (const until = performance.now() + 30; performance.now() < until;);
  expect(lateness.end()).toEqual([expect.closeTo(28, -2)]);
});
