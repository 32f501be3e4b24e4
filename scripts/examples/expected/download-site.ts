import assert from "node:assert/strict";
import type { Expected, Seen } from "../expected.ts";

const PAGES = 160;

/** The sizes of all pages, by the formula that the site says. */
const bytes = Array.from(
  { length: PAGES },
  (_, i) => 1000 + Math.floor((9000 * ((i * 2_654_435_761) >>> 0)) / 2 ** 32),
).reduce((sum, size) => sum + size);

/** @param busiest requests at once, at most */
export function downloads(busiest: number) {
  return {
    events: {
      pages: new RegExp(`^${PAGES} pages, ${bytes} bytes$`),
      connections: /^(?<connections>\d+) connections, at most (?<busiest>\d+) requests at once$/,
      time: /^(?<waits>[\d.]+) units of waiting in (?<units>[\d.]+)$/,
    },
    order: [["pages", "connections", "time"]],
    check(seen: Seen) {
      const found = seen.number("connections", "busiest");
      assert.ok(found <= busiest, `wanted ${busiest} requests at once at most, found ${found}`);
      const connections = seen.number("connections", "connections");
      assert.ok(
        connections < PAGES / 2,
        `wanted connections to be used again, found ${connections} for ${PAGES} pages`,
      );
      // So many at a time, it cannot take less than that part of the waits. A timer may round.
      const least = seen.number("time", "waits") / busiest;
      assert.ok(seen.number("time", "units") >= 0.8 * least, `wanted ${least} units at least`);
    },
  } satisfies Expected;
}

export default downloads(5);
