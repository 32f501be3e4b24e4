/** What `isolate-ladder.ts` runs on every rung: the same function, in the same place or further and further away. */

/** A module's own state. The host writes its mark here; a guest that has loaded the module anew does not find it. */
export const state = { mark: "" };

export type Question =
  | { ask: "add"; number: number }
  | { ask: "look"; shared: Int32Array }
  | { ask: "loop" }
  | { ask: "exit" };

/** To "add" the sum; to "look", which of the host's marks are to be found. */
export interface Answer {
  sum?: number;
  globalThis?: boolean;
  module?: boolean;
}

export function guest(question: Question): Answer {
  if (question.ask === "add") return { sum: question.number + 1 };
  if (question.ask === "look") {
    question.shared[0] = 1; // for the host to find, if the memory is its own
    return {
      globalThis: "mark" in globalThis,
      module: typeof state !== "undefined" && state.mark === "host",
    };
  }
  // As good as endless: nobody waits for half a minute, and nothing is left running for ever.
  if (question.ask === "loop") for (const end = Date.now() + 30_000; Date.now() < end;);
  // Whoever is given an object of the host can reach the host's `process` through it, also from a context without one.
  return question.constructor.constructor("return process")().exit(3);
}
