/** The tasks of `two-runtimes.ts`: what a worker can be asked to do, in whichever runtime it is. */

export interface Order {
  prices: Float64Array;
  stock: Map<string, bigint>;
  due: Date;
}

/** The same order with each price doubled, and who has doubled it. */
export function double({ prices, ...order }: Order): Order & { by: string } {
  const by = navigator.userAgent.replace(/(\.js)?\/.*/, "");
  return { ...order, prices: prices.map((price) => 2 * price), by };
}

export function refuse(): never {
  throw Object.assign(new RangeError("too far"), { code: "E_FAR" });
}
