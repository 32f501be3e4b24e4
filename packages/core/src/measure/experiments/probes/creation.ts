/** What making one costs. Figures: `seconds` of one, a sample each; `eachBytes` of those that are held, where the system tells. */
import { createContext, runInContext } from "node:vm";
import { proportionalBytes } from "../memory.ts";
import { type Description, numberOf, type Observed, type Stage, type Started } from "../probe.ts";

export const description: Description = {
  name: "creation",
  title: "Cost of creation",
  question: "What does it cost to make a promise, a call of an async function, a vm context, a thread or a process?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const many = { samples: smoke ? 3 : 10, each: smoke ? 1000 : 50_000 };
    const few = { samples: smoke ? 1 : 6, each: 1 };
    return [
      { place: "promise", setting: {}, amount: many },
      { place: "async function", setting: {}, amount: many },
      { place: "vm context", setting: {}, amount: { ...few, samples: smoke ? 2 : 12 } },
      { place: "thread", setting: {}, amount: few },
      { place: "process", setting: {}, amount: few },
    ];
  },
};

export async function run({ place, amount, native }: Stage): Promise<Observed> {
  const samples = numberOf(amount, "samples");
  const each = numberOf(amount, "each");
  const seconds: number[] = [];
  const held: unknown[] = [];
  const make = maker(place);
  const before = proportionalBytes();
  for (let sample = 0; sample < samples; sample++) {
    const began = performance.now();
    for (let one = 0; one < each; one++) {
      const made = make();
      if (isStarted(made)) await made.ready;
      held.push(made);
    }
    seconds.push(Number(((performance.now() - began) / 1000 / each).toPrecision(4)));
  }
  const started = held.filter(isStarted);
  const after = proportionalBytes(started.flatMap(({ pid }) => pid ?? []));
  const bytes = before === null || after === null ? [] : [Math.round((after - before) / held.length)];
  await Promise.all(started.map((one) => one.stop()));
  return { figures: { seconds, eachBytes: bytes } };

  function maker(what: string): () => unknown {
    switch (what) {
      case "promise":
        return () => new Promise(() => {});
      case "async function": {
        const gate = new Promise(() => {});
        return async () => {
          await gate;
        };
      }
      case "vm context":
        return () => {
          const context = createContext({});
          runInContext("1 + 1", context);
          return context;
        };
      case "thread":
        return () => native.startThread();
      case "process":
        return () => native.startProcess();
      default:
        throw new TypeError(`Cannot make "${what}": wanted one of the description's places`);
    }
  }
}

const isStarted = (made: unknown): made is Started => typeof made === "object" && made !== null && "ready" in made;
