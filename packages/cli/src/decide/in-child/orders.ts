/** What a child is told, and what it answers: types alone. All times are in milliseconds. */

export type Order =
  | {
      do: "load";
      workers: number;
      concurrency: number;
      spread: boolean | null;
      first: unknown[] | null;
      atMost: number;
      /** The function changes what it is called with, and each call is to have arguments of its own. */
      changesArguments: boolean;
    }
  /** Calls for so long, one after the other, and watches them. */
  | { do: "probe"; milliseconds: number }
  | { do: "cross" }
  /** The answers to the first inputs. */
  | { do: "answers"; calls: number }
  /** So many calls, as many at once as the candidate takes. */
  | { do: "batch"; calls: number }
  /** Calls for so long, and looks how late the loop of this process is. */
  | { do: "lateness"; milliseconds: number; calls: number }
  /** Calls that arrive at these moments, from now; they are no more when three times their time is gone. */
  | { do: "arrivals"; moments: number[]; milliseconds: number };

/** By what was asked. */
export interface Answers {
  /** `prints`: of the first inputs. */
  load: Places & {
    name: string;
    inputs: number;
    spread: boolean;
    mayBeSeveral: boolean;
    inputsAre: "iterable" | "function";
    prints: string[];
  };
  probe: Watched;
  cross: Crossing;
  /**
   * `start`: from the making of the pool until its first answer, less what the same call takes again, `warm`. `unlike`: the first input whose
   * answer is not that of the probe.
   */
  answers: { fingerprints: string[]; threw: (string | null)[]; start: number; warm: number; unlike: number | null };
  batch: { took: number; unlike: number | null };
  lateness: { late: number[] };
  arrivals: { times: number[] };
}

/** Calls one after the other, as they were seen; see `Probe` for what is made of them. */
export interface Watched {
  first: number;
  /** How long the first inputs took, asked once and in the same order again. */
  asked: { once: number[]; again: number[] };
  /** Each call after these; at least one. */
  walls: number[];
  cpuTotal: number;
  /** Until these calls came back, each with its answer or a promise of it. */
  begunTotal: number;
  /** By how much each timer of 2 ms was late meanwhile. */
  late: number[];
  promises: boolean;
  grown: number;
  differsFrom: number | null;
  changesArguments: boolean;
  threw: { calls: number; of: number; first: string } | null;
}

export interface Crossing {
  /** Why the arguments or the answer cannot be sent to a worker, and the place in them: `answer.rows[3].parse`. */
  uncloneable: string | null;
  /** Of one call's arguments and answer together. */
  bytes: number;
  /** To clone them once. */
  cloning: number;
  /** Bytes of buffers among them, which could be moved instead. */
  buffers: number;
  /** Where an object of a class arrives as a plain one. */
  losesClass: string | null;
}

/** Where in their modules the function and the inputs are. */
export interface Places {
  /** A member of the default export, as all are of CommonJS. */
  isMember: boolean;
  inputsAt: "name" | "member" | "default";
}
