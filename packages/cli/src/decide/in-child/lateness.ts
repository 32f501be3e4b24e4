import { clearTimeout, now, setTimeout } from "./own-globals.ts";

const TIMER_MS = 2;

/** How late a timer of 2 ms is heard, again and again: what else the loop had to do meanwhile. */
export class Lateness {
  readonly #late: number[] = [];
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#wait();
  }

  #wait(): void {
    this.#due = now() + TIMER_MS;
    this.#timer = setTimeout(() => {
      this.#late.push(Math.max(0, now() - this.#due));
      this.#wait();
    }, TIMER_MS);
  }

  /** @returns by how many milliseconds; the last one may still be waiting. At least one, if 2 ms have gone. */
  end(): number[] {
    clearTimeout(this.#timer);
    const late = now() - this.#due;
    return late > 0 ? [...this.#late, late] : this.#late;
  }
}
