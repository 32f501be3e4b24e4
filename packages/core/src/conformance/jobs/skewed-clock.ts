/** A clock that is wrong, as that of another machine may be. */

/** Sets this program's clock forward, or back where it is negative. What counts from the program's start goes on as it did. */
export function skewClock(milliseconds: number): void {
  const RightDate = Date;
  const now = (): number => RightDate.now() + milliseconds;
  globalThis.Date = new Proxy(RightDate, {
    construct: (_, args, target) => Reflect.construct(RightDate, args.length === 0 ? [now()] : args, target) as Date,
    apply: () => new RightDate(now()).toString(),
    get: (date, name) => (name === "now" ? now : (Reflect.get(date, name) as unknown)),
  });
}
