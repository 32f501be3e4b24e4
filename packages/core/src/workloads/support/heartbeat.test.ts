import { expect, it } from "vitest";
import { Heartbeat } from "./heartbeat.ts";

/** Keeps the loop busy for at least so many milliseconds. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

it("notes how long the loop was blocked, beyond its period", async () => {
  const heartbeat = new Heartbeat(5);
  block(60);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heartbeat.stop()).toBeGreaterThanOrEqual(0.055);
});

it("counts a block that lasts until its end, when no beat came", () => {
  const heartbeat = new Heartbeat(5);
  block(30);
  expect(heartbeat.stop()).toBeGreaterThanOrEqual(0.025);
});

it("is never negative", () => {
  expect(new Heartbeat(60_000).stop()).toBe(0);
});
