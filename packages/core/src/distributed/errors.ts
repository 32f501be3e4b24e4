/** What can go wrong with a job beside what can go wrong with any call. */
import { describe } from "../pool/errors.ts";

/** One time that a job was given to a worker. */
export interface Try {
  /** What the worker calls itself; empty where it was gone before it could say. */
  worker: string;
  /** When it was given to it, in milliseconds since the epoch by the engine's clock; NaN where nobody said. */
  at: number;
  /** How it ended; absent while it runs, and where the worker was gone before it could say. */
  ended?: string;
  /** Its worker left in order, and the job goes to another: it counts as no try. */
  givenBack?: true;
}

/**
 * Nobody has said that the job is kept. It may be, if the word was lost on its way. Submitted again under the same `key` it is the
 * same job, and not a second one. `cause` is what was found.
 */
export class NotAccepted extends Error {
  override readonly name = "NotAccepted";
  readonly task: string;
  /** `caller.key` */
  readonly id: string;
  readonly key: string;

  constructor(task: string, id: string, cause: unknown) {
    const key = id.slice(id.indexOf(".") + 1);
    super(
      `Cannot run task "${task}": wanted the engine's word that it keeps the job, found ${describe(cause)}: submit it again with { key: ${JSON.stringify(key)} }`,
      { cause },
    );
    this.task = task;
    this.id = id;
    this.key = key;
  }
}

/** The job was tried as often as it may be, and never came to a result; or it cannot be read. The pool's `deadLetters` has it. */
export class DeadLetter extends Error {
  override readonly name = "DeadLetter";
  readonly task: string;
  readonly id: string;
  /** The oldest first; empty where the job cannot be read. */
  readonly tries: readonly Try[];

  constructor(task: string, id: string, { reason, tries }: { reason: string; tries: readonly Try[] }) {
    super(`Task "${task}" was given up: ${reason}: retry(${JSON.stringify(id)}) queues it again`);
    this.task = task;
    this.id = id;
    this.tries = tries;
  }
}

/** The arguments or the result are more bytes than the engine takes in one message. */
export class PayloadTooLarge extends Error {
  override readonly name = "PayloadTooLarge";
  readonly part: "argument" | "result";
  readonly bytes: number;
  readonly limit: number;

  constructor(task: string, part: "argument" | "result", bytes: number, limit: number) {
    const what = part === "result" ? "the result" : "the arguments";
    super(
      `Cannot send ${what} of task "${task}": wanted at most ${limit} bytes, found ${bytes}: send where the data lies, or raise the engine's limit`,
    );
    this.part = part;
    this.bytes = bytes;
    this.limit = limit;
  }
}
