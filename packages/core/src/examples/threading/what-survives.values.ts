/** The values of `what-survives.ts`: how each is made, and what tells that it is still what it was. */

export interface Kind {
  make: () => unknown;
  /** Asked where it has arrived. */
  survived: (value: unknown) => boolean;
}

/** What arrives is treated as what was sent, which is what is to be found out. */
function kind<T>(make: () => T, survived: (value: T) => boolean): Kind {
  return { make, survived: (value) => survived(value as T) };
}

class Account {
  #secret = 7;
  balance = 1;
  get double(): number {
    return this.balance * 2;
  }
  secret(): number {
    return this.#secret;
  }
}

class Refused extends Error {
  override name = "Refused";
  code = "E_REFUSED";
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const twice = {};
const key = Symbol.for("key");

export const kinds: Record<string, Kind> = {
  undefined: kind(
    () => [undefined],
    ([value]) => value === undefined,
  ),
  "NaN and -0": kind(
    () => [NaN, -0],
    ([nan, zero]) => Object.is(nan, NaN) && Object.is(zero, -0),
  ),
  bigint: kind(
    () => 2n ** 64n,
    (value) => value === 2n ** 64n,
  ),
  Date: kind(
    () => new Date(0),
    (value) => value instanceof Date && value.getTime() === 0,
  ),
  RegExp: kind(
    () => /a/g,
    (value) => value instanceof RegExp && value.flags === "g",
  ),
  "Map and Set": kind(
    () => new Map([["a", new Set([1])]]),
    (value) => value instanceof Map && value.get("a") instanceof Set,
  ),
  "a cycle": kind(
    () => cycle,
    (value) => value.self === value,
  ),
  "one object twice": kind(
    () => [twice, twice],
    ([one, other]) => one === other,
  ),
  "a hole in an array": kind(
    () => Array(1),
    (value) => value.length === 1 && !(0 in value),
  ),
  "a typed array": kind(
    () => new Uint8Array(4),
    (value) => value instanceof Uint8Array && value.length === 4,
  ),
  "shared memory": kind(
    () => new SharedArrayBuffer(4),
    (value) => value instanceof SharedArrayBuffer,
  ),
  "message of an error": kind(
    () => new TypeError("no"),
    (value) => value instanceof TypeError && value.message === "no",
  ),
  "stack of an error": kind(
    () => new TypeError("no"),
    ({ stack = "" }) => stack.includes("what-survives.values"),
  ),
  "cause of an error": kind(
    () => new Error("no", { cause: new TypeError("because") }),
    (value) => value.cause instanceof TypeError,
  ),
  "name of an error": kind(
    () => new Refused("no"),
    (value) => value.name === "Refused",
  ),
  "field of an error": kind(
    () => new Refused("no"),
    (value) => value.code === "E_REFUSED",
  ),
  "class of an object": kind(
    () => new Account(),
    (value) => value instanceof Account,
  ),
  "field of an object": kind(
    () => new Account(),
    (value) => value.balance === 1,
  ),
  "getter of a class": kind(
    () => new Account(),
    (value) => value.double === 2,
  ),
  "private field": kind(
    () => new Account(),
    (value) => "secret" in value && value.secret() === 7,
  ),
  "that an object is frozen": kind(
    () => Object.freeze({}),
    (value) => Object.isFrozen(value),
  ),
  "that an object has no prototype": kind(
    () => Object.create(null) as object,
    (value) => Object.getPrototypeOf(value) === null,
  ),
  "a key that is a symbol": kind(
    () => ({ [key]: 1 }),
    (value) => value[key] === 1,
  ),
  "a symbol": kind(
    () => key,
    (value) => value === key,
  ),
  "a function": kind(
    () => () => 1,
    (value) => value() === 1,
  ),
  "a promise": kind(
    () => Promise.resolve(1),
    (value) => value instanceof Promise,
  ),
  "a WeakMap": kind(
    () => new WeakMap(),
    (value) => value instanceof WeakMap,
  ),
};
