/** Errors say in plain words what failed, and never fail themselves. */
import { expect, test } from "vitest";
import { DeadlineExceeded, describe, PoolClosed, QueueFull, TaskCancelled, TaskError, UnknownTask } from "./errors.ts";

const refuse = (): never => {
  throw new Error("do not ask");
};
function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

test.each<[string, unknown, string]>([
  ["an error", new RangeError("no"), "RangeError: no"],
  ["an error without a message", new Error(""), "Error"],
  ["text", 'a "b"', '"a \\"b\\""'],
  ["a number", 5, "5"],
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["an object", { a: 1 }, "[object Object]"],
  ["a list", [1, 2], "[object Array]"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["an object without a prototype", Object.create(null), "[object Object]"],
  ["a revoked proxy", revoked({}), "something that cannot be described"],
  ["a revoked proxy of a function", revoked(() => {}), "something that cannot be described"],
  [
    "an error whose message throws",
    Object.defineProperty(new Error(), "message", { get: refuse }),
    "something that cannot be described",
  ],
  [
    "an object whose toStringTag throws",
    Object.defineProperty({}, Symbol.toStringTag, { get: refuse }),
    "something that cannot be described",
  ],
  ["an error whose name is a symbol", Object.assign(new Error("no"), { name: Symbol("n") }), "no"],
  ["an error whose name is an object", Object.assign(new Error("no"), { name: { toString: refuse } }), "no"],
])("%s is described", (_, value, words) => {
  expect(describe(value)).toBe(words);
});

test("a bigint of a megabyte is described in few words", () => {
  expect(describe(1n << 8_000_000n).length).toBeLessThan(100);
});

test("a TaskError can be made of whatever was thrown", () => {
  const unaskable = Object.defineProperty(new Error(), "message", { get: refuse });
  for (const thrown of [Symbol("s"), revoked({}), unaskable, undefined]) {
    const error = new TaskError("task", thrown);
    expect(error.message).toContain('Task "task" threw ');
    expect(Object.is(error.cause, thrown)).toBe(true);
  }
});

test("every error has its name, and what it is about", () => {
  expect(new TaskCancelled("t", "queued", "why")).toMatchObject({
    name: "TaskCancelled",
    task: "t",
    rung: "queued",
    cause: "why",
  });
  expect(new DeadlineExceeded("t", "signalled", 5)).toMatchObject({
    name: "DeadlineExceeded",
    task: "t",
    rung: "signalled",
    timeout: 5,
  });
  expect(new UnknownTask("t", ["a", "b"])).toMatchObject({ name: "UnknownTask", known: ["a", "b"] });
  expect(new PoolClosed('run task "t"', "why").name).toBe("PoolClosed");
  expect(new QueueFull("t", 3).name).toBe("QueueFull");
});

test("a rung is told in words", () => {
  expect(new TaskCancelled("t", "queued", 0).message).toBe('Task "t" was cancelled: it had not started');
  expect(new DeadlineExceeded("t", "signalled", 5).message).toContain("it was running");
});

test("an unknown task is told with those there are, or that there are none", () => {
  expect(new UnknownTask("t", ["a", "b"]).message).toContain('wanted one of "a", "b"');
  expect(new UnknownTask("t", []).message).toContain("no tasks at all");
});
