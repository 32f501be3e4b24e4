import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readCounters } from "./counters.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

function root(files: Record<string, string>): string {
  const folder = testFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("reads what Linux counts, in seconds", () => {
  const counters = readCounters(
    root({
      // user nice system idle iowait irq softirq steal guest guest_nice
      "proc/stat": "cpu  100 10 20 500 30 4 6 50 7 0\ncpu0 1 2 3\nctxt 4711\n",
      // The name of a program may hold anything: what is counted stands behind the last bracket.
      "proc/self/stat": "42 (a ) name) S 1 2 3 4 5 6 70 80 90 9 11 12 130 140 15 16 0\n",
      "proc/pressure/cpu":
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0 avg60=0 avg300=0 total=9\n",
      "proc/pressure/io": "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\n",
      "proc/pressure/memory": "some avg10=0.00 avg60=0.00 avg300=0.00 total=3500000\n",
      "proc/vmstat": "pswpin 12\npgmajfault 99\n",
      "sys/fs/cgroup/cpu.stat": "usage_usec 1\nthrottled_usec 250000\n",
    }),
  );
  expect(counters).toMatchObject({
    cpuTotal: expect.closeTo(7.2),
    cpuBusy: expect.closeTo(1.4),
    cpuStolen: expect.closeTo(0.5),
    cpuOwn: expect.closeTo(2.93),
    majorFaults: 9,
    cpuPressure: 1.5,
    ioPressure: 2.5,
    memoryPressure: 3.5,
    throttled: 0.25,
    swappedInPages: 12,
    contextSwitches: 4711,
  });
});

test("control groups of version 1 count in nanoseconds, elsewhere", () => {
  const counters = readCounters(root({ "sys/fs/cgroup/cpu/cpu.stat": "nr_periods 1\nthrottled_time 1500000000\n" }));
  expect(counters.throttled).toBe(1.5);
});

test("where nothing is counted all is null but the clock", () => {
  const { at, ...counted } = readCounters(root({}));
  expect(at).toBeGreaterThan(0);
  expect(new Set(Object.values(counted))).toEqual(new Set([null]));
});
