/** Tasks that break the channel between worker and pool: each runtime's workers hand over how that is done with theirs. */

export interface BrokenChannel {
  /** The names `sendGarbage` takes. */
  kindsOfGarbage(): string[];
  /** Sends the pool something that is not of the protocol, and never ends. */
  sendGarbage(kind: string): Promise<never>;
  /** Answers a call that was settled long ago, then its own. */
  answerAgain(): string;
  /** Closes the worker's end of the channel, over which it should now answer. */
  hangUp(): void;
}

export interface Channel {
  /** Sends a value to the pool. */
  post: (message: unknown) => void;
  hangUp: () => void;
  /** What else can be sent over this kind of channel, by name. Default: nothing. */
  others?: Record<string, () => void>;
}

export function brokenChannel({ post, hangUp, others = {} }: Channel): BrokenChannel {
  const garbage: Record<string, () => void> = {
    "an object of no known type": () => post({ hello: "world" }),
    "a type that pools send": () => post({ type: "calls", first: 1, tasks: ["add"], args: [[1, 2]], atOnce: 1 }),
    "a string": () => post("stray"),
    nothing: () => post(null),
    "a number that JSON has not": () => post({ number: 10n }),
    "an object in a ring": () => post(ring()),
    "replies without calls": () => post({ type: "replies" }),
    "replies that are no lists": () => post({ type: "replies", ids: 1, times: 2, values: 3 }),
    "given back calls that are no list": () => post({ type: "replies", ids: [], times: [], values: [], returned: 1 }),
    "a failure without an error": () => post({ type: "failed" }),
    ...others,
  };
  return {
    kindsOfGarbage: () => Object.keys(garbage),
    sendGarbage: (kind) => {
      garbage[kind]?.();
      return never();
    },
    answerAgain: () => {
      post({ type: "replies", ids: [1], times: [0, 0], values: ["an old answer"] });
      return "its own answer";
    },
    hangUp,
  };
}

function ring(): object {
  const link: { next?: object } = {};
  link.next = link;
  return link;
}

/** A timer keeps the worker alive: it is not for want of work that it ends. */
const never = (): Promise<never> => new Promise(() => setInterval(() => {}, 1000));
