import { afterEach, expect, it } from "vitest";
import { skewClock } from "./skewed-clock.ts";

const RightDate = Date;
afterEach(() => void (globalThis.Date = RightDate));

it.each([3_600_000, -3_600_000])("says that it is %i milliseconds later, and nothing else that is wrong", (skew) => {
  skewClock(skew);
  for (const now of [Date.now(), new Date().getTime()])
    expect(Math.abs(now - RightDate.now() - skew)).toBeLessThan(1000);
  expect(new Date(5).getTime()).toBe(5);
  expect(new Date("1970-01-01T00:00:01Z").getTime()).toBe(1000);
  expect(new Date()).toBeInstanceOf(Date);
  expect(Date.UTC(1970, 0, 1)).toBe(0);
});
