/** Whether memory grows with the number of tasks, from samples taken while they ran. */
import type { MemorySample } from "@triathlon/core/conformance/million/program";

/** Bytes for each task, rounded by nobody; negative when less is in use at the end. */
export interface MemoryGrowth {
  /** Of the program's own objects. */
  heap: number;
  /** Of those of all its workers; null where there are none. */
  workersHeap: number | null;
  /** Of what the operating system gave to all its processes. */
  resident: number;
}

/** Samples up to a fifth of the tasks are warm-up: code is compiled, queues and heaps come to their size. */
const WARM_UP = 0.2;

export function memoryGrowth(samples: readonly MemorySample[]): MemoryGrowth {
  const withWorkers = samples.every(({ workersHeapBytes }) => workersHeapBytes !== null);
  return {
    heap: growth(samples, ({ heapBytes }) => heapBytes),
    workersHeap: withWorkers ? growth(samples, ({ workersHeapBytes }) => workersHeapBytes ?? 0) : null,
    resident: growth(samples, ({ residentBytes }) => residentBytes),
  };
}

/**
 * The floor of the second half above that of the first, over the tasks between them. What is kept for good raises the floor; garbage
 * that happened not to be collected before one sample only raises that one.
 *
 * @throws {RangeError} when fewer than two samples are left after the warm-up
 */
function growth(samples: readonly MemorySample[], bytesOf: (sample: MemorySample) => number): number {
  const last = samples.at(-1)?.tasks ?? 0;
  const warm = samples.filter(({ tasks }) => tasks > WARM_UP * last);
  if (warm.length < 2) {
    throw new RangeError(`Cannot tell how memory grows: wanted 2 samples after the warm-up, found ${warm.length}`);
  }
  const middle = Math.floor(warm.length / 2);
  const [first, second] = [warm.slice(0, middle), warm.slice(middle)];
  const floor = (half: typeof warm): number => Math.min(...half.map(bytesOf));
  return (floor(second) - floor(first)) / ((second[0]?.tasks ?? 0) - (first[0]?.tasks ?? 0));
}

/**
 * Bytes for each task that are too many. Whatever is kept of a task costs at least the reference to it, which is 8 bytes in every
 * engine here. Of the operating system's bytes more are allowed: collectors and allocators keep what they may need again, and how much
 * that is moves in steps of megabytes. A thing outside of the heap that is kept for each task, such as a port, costs more.
 */
const BOUNDS: MemoryGrowth = { heap: 8, workersHeap: 8, resident: 64 };
/**
 * Bytes that all the tasks together may add, whatever it is for each: a run of few tasks would be judged by its noise. A program and
 * two children were seen to take 60 MB more before they had come to their size, long after a fifth of 100,000 tasks.
 */
const SLACK: MemoryGrowth = { heap: 2 ** 20, workersHeap: 2 ** 20, resident: 2 ** 27 };

/** What grows, by name; empty when nothing does. */
export function tooMuch(growth: MemoryGrowth, tasks: number): (keyof MemoryGrowth)[] {
  const names = ["heap", "workersHeap", "resident"] as const;
  return names.filter((name) => {
    const each = growth[name] ?? 0;
    return each >= (BOUNDS[name] ?? 0) && each * tasks >= (SLACK[name] ?? 0);
  });
}
