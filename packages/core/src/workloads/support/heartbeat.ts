/**
 * A timer that beats every few milliseconds on the caller's own event loop and notes how long the loop kept it waiting: what
 * a server's other requests would have felt meanwhile.
 */
export class Heartbeat {
  readonly #period: number;
  #timer: ReturnType<typeof setTimeout>;
  #last = performance.now();
  #longestGap = 0;

  /** Begins to beat, every `period` milliseconds. */
  constructor(period = 5) {
    this.#period = period;
    this.#timer = setTimeout(this.#beat, period);
  }

  /** Ends, and gives the longest time between two beats beyond the period, in seconds. The end counts as a beat. */
  stop(): number {
    clearTimeout(this.#timer);
    this.#note();
    return this.#longestGap / 1000;
  }

  readonly #beat = () => {
    this.#note();
    this.#timer = setTimeout(this.#beat, this.#period);
  };

  #note() {
    const now = performance.now();
    this.#longestGap = Math.max(this.#longestGap, now - this.#last - this.#period);
    this.#last = now;
  }
}
