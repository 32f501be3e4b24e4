/** What Linux counts of the whole machine and of this process's children; elsewhere nothing is counted. */
import { readFileSync } from "node:fs";

/** All of them only grow. Seconds unless the name says otherwise; null where the system does not tell. */
export interface Counters {
  /** By this process's clock, in seconds. */
  at: number;
  /** CPU time of all cores together. */
  cpuTotal: number | null;
  cpuBusy: number | null;
  cpuStolen: number | null;
  /** CPU time of this process and of every descendant that has ended and was waited for. */
  cpuOwn: number | null;
  cpuPressure: number | null;
  ioPressure: number | null;
  memoryPressure: number | null;
  throttled: number | null;
  swappedInPages: number | null;
  majorFaults: number | null;
  contextSwitches: number | null;
}

/** Linux counts in hundredths of a second whatever its own clock: `USER_HZ` is part of its interface. */
const TICK_SECONDS = 0.01;

/** Takes well under a millisecond. @param root in place of `/`, for tests */
export function readCounters(root = ""): Counters {
  const stat = read(`${root}/proc/stat`);
  const own = read(`${root}/proc/self/stat`);
  return {
    at: performance.now() / 1000,
    ...machineTimes(stat),
    ...ownFigures(own),
    cpuPressure: pressure(read(`${root}/proc/pressure/cpu`)),
    ioPressure: pressure(read(`${root}/proc/pressure/io`)),
    memoryPressure: pressure(read(`${root}/proc/pressure/memory`)),
    throttled: throttledSeconds(root),
    swappedInPages: named(read(`${root}/proc/vmstat`), "pswpin"),
    contextSwitches: named(stat, "ctxt"),
  };
}

/** See proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal. Guests are counted in user already. */
function machineTimes(stat: string | null): Pick<Counters, "cpuTotal" | "cpuBusy" | "cpuStolen"> {
  const line = stat === null ? null : /^cpu +(.*)$/m.exec(stat);
  if (!line) return { cpuTotal: null, cpuBusy: null, cpuStolen: null };
  const times = line[1]!
    .split(" ")
    .slice(0, 8)
    .map((ticks) => Number(ticks) * TICK_SECONDS);
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0] = times;
  const busy = user + nice + system + irq + softIrq;
  return { cpuTotal: busy + idle + waiting + stolen, cpuBusy: busy, cpuStolen: stolen };
}

/** See proc_pid_stat(5): what follows the name, which is in brackets and may hold anything. */
function ownFigures(stat: string | null): Pick<Counters, "cpuOwn" | "majorFaults"> {
  if (stat === null) return { cpuOwn: null, majorFaults: null };
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [, , , , , , , , , , childrensMajorFaults = 0, user = 0, system = 0, childrensUser = 0, childrensSystem = 0] =
    fields;
  return {
    cpuOwn: (user + system + childrensUser + childrensSystem) * TICK_SECONDS,
    majorFaults: childrensMajorFaults,
  };
}

function pressure(text: string | null): number | null {
  const some = text === null ? null : /^some .*total=(\d+)/m.exec(text);
  return some ? Number(some[1]) / 1e6 : null;
}

/** Of control groups version 2, else of version 1. */
function throttledSeconds(root: string): number | null {
  const two = named(read(`${root}/sys/fs/cgroup/cpu.stat`), "throttled_usec");
  if (two !== null) return two / 1e6;
  const one = named(read(`${root}/sys/fs/cgroup/cpu/cpu.stat`), "throttled_time");
  return one === null ? null : one / 1e9;
}

/** The number behind a name at the start of a line. */
function named(text: string | null, name: string): number | null {
  const found = text === null ? null : new RegExp(`^${name} (\\d+)`, "m").exec(text);
  return found ? Number(found[1]) : null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
