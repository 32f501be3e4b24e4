/** The task of `tasks-per-worker-wrong.ts` and `tasks-per-worker-right.ts`: a request that waits. */
/** Waits `ms` milliseconds. `gauge` is shared by all workers: [how many wait now, the most that waited at once]. */
export async function request(gauge: Int32Array, ms: number): Promise<void> {
  const now = Atomics.add(gauge, 0, 1) + 1;
  // Keep the larger number, even if another thread raises it at the same moment.
  for (let most = Atomics.load(gauge, 1); now > most;) {
    const found = Atomics.compareExchange(gauge, 1, most, now);
    if (found === most) break;
    most = found;
  }
  await Bun.sleep(ms);
  Atomics.sub(gauge, 0, 1);
}
