/**
 * What an example prints, as far as it holds whatever the scheduling: a partial order of its lines, never a golden text.
 * One file for all runtimes: `expected/<model>/<name>.ts`, or `expected/<name>.ts` where it is the same in every model.
 */

export interface Expected {
  /** By a name of its own: what one line of stdout matches, or so many lines. */
  events: Readonly<Record<string, RegExp | readonly [pattern: RegExp, times: number]>>;
  /** Chains of names: every line of an event comes before every line of the next one. Default: no order is promised. */
  order?: readonly (readonly string[])[];
  /** Whether there may be lines that match no event. Default: false. */
  others?: boolean;
  /** For a program that runs until it is told to end: what its output matches when it is told (SIGTERM). Default: it ends by itself. */
  until?: RegExp;
  /** What every line of stderr matches. Default: nothing may stand there. */
  stderr?: RegExp;
  /** Relations between what was printed. Throws when one does not hold (`node:assert`); called once the events are there. */
  check?(seen: Seen): void;
}

/** The lines of stdout, by the events they matched. */
export interface Seen {
  readonly lines: readonly string[];
  /** The name of the runtime, for the few things that differ. */
  readonly runtime: string;
  /**
   * The matches of an event, in the order of their lines.
   *
   * @throws {Error} when no event has that name
   */
  all(event: string): readonly RegExpExecArray[];
  /**
   * What a named group held in each match of an event, as numbers.
   *
   * @throws {Error} when no event has that name, or what was held is no number
   */
  numbers(event: string, group: string): readonly number[];
  /** The same for an event that is a single line. */
  number(event: string, group: string): number;
}
