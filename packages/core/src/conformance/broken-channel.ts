/** Tasks that break the channel between worker and pool: each runtime's workers hand over how that is done with theirs. */
import type { WithCallId } from "./insight.ts";

export interface BrokenChannel {
  /** The names `sendGarbage` takes. */
  kindsOfGarbage(): string[];
  /** Sends the pool something that is not of the protocol, and never ends. */
  sendGarbage(kind: string): Promise<never>;
  /** Answers a call that was settled long ago, then its own. */
  answerAgain(): string;
  /** Closes the worker's end of the channel, over which it should now answer; a timer keeps it alive. */
  hangUp(): void;
  /** Says something that the runtime itself may say over the channel, then answers. */
  chat(): string;
}

export interface Channel {
  /** Sends a value to the pool. */
  post: (message: unknown) => void;
  hangUp: () => void;
  /** What else can be sent over this kind of channel, by name. Default: nothing. */
  others?: Record<string, () => void>;
  /** What the runtime sends of its own accord. Default: nothing. */
  chatter?: readonly unknown[];
  /** Entries that a list lacks. Default 2 ** 28: for a channel whose sender does not visit each of them. */
  hole?: number;
}

export function brokenChannel({ post, hangUp, others = {}, chatter = [], hole = 2 ** 28 }: Channel): BrokenChannel {
  const reply = (id: number, rest: object): void => post({ type: "reply", id, began: 0, took: 0, ...rest });
  const garbage: Record<string, (id: number) => void> = {
    "an object of no known type": () => post({ hello: "world" }),
    "a type that pools send": () => post({ type: "call", id: 1, task: "add", args: [1, 2] }),
    "a string": () => post("stray"),
    "a huge string": () => post("x".repeat(2 ** 24)),
    nothing: () => post(null),
    "a list": () => post([]),
    "a number that JSON has not": () => post({ number: 10n }),
    "an object in a ring": () => post(ring()),
    "an object without a prototype": () => post(Object.assign(Object.create(null) as object, { hello: "world" })),
    "a list that is nothing but a large hole": () => post({ list: sparse(hole) }),
    "a type that is an object": () => post({ type: { toString: null } }),
    "a type that every object inherits": () => post({ type: "constructor" }),
    "a second ready without a name": () => post({ type: "ready" }),
    "a second ready without abilities": () => post({ type: "ready", name: "1", timeOrigin: 0 }),
    "a probe that is no Map": () => post({ type: "loaded", probe: {} }),
    "failed, without an error": () => post({ type: "failed" }),
    "failed, with null as its error": () => post({ type: "failed", error: null }),
    "failed, with an error whose parts are no text": () => post({ type: "failed", error: { name: 1, message: {} } }),
    "a failure with null as its error": (id) => reply(id, { failure: { kind: "threw", error: null } }),
    "a failure without an error": (id) => reply(id, { failure: { kind: "result not cloneable" } }),
    "a failure whose error has an object as its message": (id) =>
      reply(id, { failure: { kind: "threw", error: { name: "Error", message: { text: "no" }, fields: {} } } }),
    "a failure whose error has a number as its name": (id) =>
      reply(id, { failure: { kind: "threw", error: { name: 7, message: "no", fields: {} } } }),
    "a failure whose error has no fields": (id) =>
      reply(id, { failure: { kind: "threw", error: { name: "Error", message: "no" } } }),
    "a failure whose causes have no end": (id) => reply(id, { failure: { kind: "threw", error: endless() } }),
    "a failure that is null": (id) => reply(id, { failure: null }),
    "a failure of no known kind": (id) => reply(id, { failure: { kind: "toString", error: { value: 1 } } }),
    "known tasks that are a number": (id) => reply(id, { failure: { kind: "unknown task", known: 5 } }),
    "known tasks that are no names": (id) => reply(id, { failure: { kind: "unknown task", known: [{}, null] } }),
    "known tasks that are nothing but a large hole": (id) =>
      reply(id, { failure: { kind: "unknown task", known: sparse(hole) } }),
    "times that are big integers": (id) => reply(id, { began: 1n, took: 1n, value: 1 }),
    "times that are text": (id) => reply(id, { began: "1", took: "1", value: 1 }),
    "times that are missing": (id) => post({ type: "reply", id, value: 1 }),
    ...others,
  };
  return {
    kindsOfGarbage: () => Object.keys(garbage),
    sendGarbage(this: WithCallId, kind) {
      garbage[kind]?.(this.callId);
      return never();
    },
    answerAgain() {
      for (const id of [1, 0, -1, 2 ** 40, NaN, "1", null, undefined, {}])
        reply(id as number, { value: "an old answer" });
      return "its own answer";
    },
    hangUp() {
      setInterval(() => {}, 1000);
      hangUp();
    },
    chat() {
      for (const message of chatter) post(message);
      return "heard";
    },
  };
}

function ring(): object {
  const link: { next?: object } = {};
  link.next = link;
  return link;
}

/** It has one entry, and its length. */
function sparse(hole: number): unknown[] {
  const list: unknown[] = [];
  list[hole] = 1;
  return list;
}

/** An error that is its own cause. */
function endless(): object {
  const error = { name: "Error", message: "a ring", stack: undefined, fields: {}, cause: {} };
  error.cause = error;
  return error;
}

/** A timer keeps the worker alive: it is not for want of work that it ends. */
const never = (): Promise<never> => new Promise(() => setInterval(() => {}, 1000));
