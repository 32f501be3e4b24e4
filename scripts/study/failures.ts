/** Remembers how things fared that are run again and again, so that one that fails every time does not use up the run. */

/** In a row. */
const ENOUGH = 2;

export class Failures<Item> {
  readonly #inARow = new Map<string, { count: number; reason: string }>();
  readonly #nameOf: (item: Item) => string;

  /** @param nameOf the same name for what is the same thing run again */
  constructor(nameOf: (item: Item) => string) {
    this.#nameOf = nameOf;
  }

  /** Takes account of an outcome, fresh or from the journal. One that was skipped says nothing new. */
  note(item: Item, outcome: "completed" | "failed" | "skipped", reason: string | null): void {
    const name = this.#nameOf(item);
    if (outcome === "completed") this.#inARow.delete(name);
    if (outcome === "failed") {
      const count = (this.#inARow.get(name)?.count ?? 0) + 1;
      this.#inARow.set(name, { count, reason: reason ?? "" });
    }
  }

  /** Why it is not started again, or null when it may be. */
  reasonToSkip(item: Item): string | null {
    const failed = this.#inARow.get(this.#nameOf(item));
    return failed && failed.count >= ENOUGH ? `failed twice: ${failed.reason}` : null;
  }
}
