/** What is sent to the server together. */

/** Bytes that are sent or fetched in one statement. */
export const AT_ONCE = 4 * 1024 * 1024;

/** Sends together what comes while an answer is awaited: one statement, and one commit. */
export class Batch<Item> {
  readonly #send: (items: readonly Item[]) => Promise<void>;
  readonly #endsAll: (error: unknown) => boolean;
  #waiting: { item: Item; bytes: number; sent: PromiseWithResolvers<void> }[] = [];
  #sending = false;

  /** @param endsAll whether what waits fails with it: it would hear nothing either, each batch after as long */
  constructor(send: (items: readonly Item[]) => Promise<void>, endsAll: (error: unknown) => boolean = () => false) {
    this.#send = send;
    this.#endsAll = endsAll;
  }

  /** Resolves when it was sent. */
  add(item: Item, bytes: number): Promise<void> {
    const sent = Promise.withResolvers<void>();
    this.#waiting.push({ item, bytes, sent });
    if (!this.#sending) void this.#sendAll();
    return sent.promise;
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, this.#count());
      try {
        await this.#send(together.map(({ item }) => item));
        for (const { sent } of together) sent.resolve();
      } catch (error) {
        if (this.#endsAll(error)) together.push(...this.#waiting.splice(0));
        for (const { sent } of together) sent.reject(error);
      }
    }
    this.#sending = false;
  }

  /** How many go into one statement: as many as are 4 MiB, 1,000 at most, and one at least. */
  #count(): number {
    let bytes = 0;
    const more = this.#waiting.findIndex((each, i) => i === 1000 || (bytes += each.bytes) > AT_ONCE);
    return more < 0 ? this.#waiting.length : Math.max(1, more);
  }
}

/** The bytes of many in one parameter, which is sent as it is: a list of them would be written as hexadecimal text. Places count from 1. */
export function inOne(all: readonly Uint8Array[]): { bytes: Uint8Array; firsts: number[]; lengths: number[] } {
  const lengths = all.map(({ byteLength }) => byteLength);
  let next = 1;
  const firsts = lengths.map((length) => (next += length) - length);
  const bytes = new Uint8Array(next - 1);
  for (const [index, one] of all.entries()) bytes.set(one, firsts[index]! - 1);
  return { bytes, firsts, lengths };
}
