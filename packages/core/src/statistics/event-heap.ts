/** What is to happen, the earliest first; of what happens at the same time, what was put in first. */
export class EventHeap<Event> {
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #events: Event[] = [];
  #count = 0;

  get size(): number {
    return this.#events.length;
  }

  /** Of the next one; `Infinity` where there is none. */
  get time(): number {
    return this.#times[0] ?? Infinity;
  }

  push(time: number, event: Event): void {
    let place = this.#events.length;
    const order = this.#count++;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#isBefore(time, order, above)) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(place, time, order, event);
  }

  /** Takes the next one out; undefined where there is none. */
  pop(): Event | undefined {
    const [first] = this.#events;
    const time = this.#times.pop();
    const order = this.#orders.pop();
    const event = this.#events.pop();
    if (time === undefined || order === undefined || this.#events.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.#events.length) break;
      const other = below + 1;
      if (other < this.#events.length && this.#isBefore(this.#times[other]!, this.#orders[other]!, below))
        below = other;
      if (this.#isBefore(time, order, below)) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(place, time, order, event!);
    return first;
  }

  #isBefore(time: number, order: number, place: number): boolean {
    const other = this.#times[place]!;
    return time < other || (time === other && order < this.#orders[place]!);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from]!, this.#orders[from]!, this.#events[from]!);
  }

  #put(place: number, time: number, order: number, event: Event): void {
    this.#times[place] = time;
    this.#orders[place] = order;
    this.#events[place] = event;
  }
}
