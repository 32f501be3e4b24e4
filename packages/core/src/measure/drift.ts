/**
 * How late the loop of this thread is: a timer that is due every few milliseconds, the first time at once, and by how much it misses
 * that.
 *
 * Timers that were due while the loop stood still count each for itself, with the delay each would have had. Otherwise a loop that
 * is blocked for long would have few delays, just because it was blocked (coordinated omission).
 */
export interface Drift {
  /** Stops it. Seconds, one for each time it was due, in order. */
  stop(): number[];
}

/** Begins to watch the loop. */
export function watchDrift(intervalMilliseconds: number): Drift {
  const seconds: number[] = [];
  const began = performance.now();
  const due = (): number => began + seconds.length * intervalMilliseconds;
  const look = (): void => {
    for (const now = performance.now(); due() <= now;) seconds.push((now - due()) / 1000);
  };
  let timer = setTimeout(tick, 0);
  return {
    stop: () => {
      clearTimeout(timer);
      look(); // what is due and did not get its turn
      return seconds;
    },
  };

  function tick(): void {
    look();
    timer = setTimeout(tick, due() - performance.now());
  }
}
