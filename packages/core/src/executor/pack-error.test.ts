import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { packError, unpackError } from "./pack-error.ts";

class Odd extends Error {
  readonly code = "E_ODD";
}

function raise(message: string): never {
  throw new Error(message);
}

/** As it would arrive: packed, cloned, unpacked. */
const travelled = (thrown: unknown): unknown => unpackError(structuredClone(packError(thrown)));

describe("packError() and unpackError()", () => {
  it.each([EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    "rebuild a standard class",
    (Class) => {
      const error = travelled(new Class("why"));
      expect(error).toBeInstanceOf(Class);
      expect(error).toMatchObject({ name: Class.name, message: "why" });
    },
  );

  it("keep the stack, and the name of a class of one's own", () => {
    const thrown = new Odd("why");
    const error = travelled(thrown) as Odd;
    expect(error).toMatchObject({ name: "Odd", message: "why", code: "E_ODD", stack: thrown.stack });
    expect(Object.keys(error)).toEqual(["code"]);
  });

  it("keep causes and the errors of an AggregateError", () => {
    const thrown = new AggregateError([new RangeError("a"), 7], "all", { cause: new Odd("root", { cause: null }) });
    expect(travelled(thrown)).toMatchObject({
      errors: [{ name: "RangeError", message: "a" }, 7],
      cause: { name: "Odd", cause: null },
    });
  });

  it("keep a field that cannot be cloned as text", () => {
    const error = travelled(Object.assign(new Error("x"), { callback: () => 1, status: 500 }));
    expect(error).toMatchObject({ callback: "() => 1", status: 500 });
  });

  it("leave out a field that cannot be read, and keep the rest", () => {
    const thrown = Object.assign(new RangeError("x"), { status: 500 });
    Object.defineProperty(thrown, "trap", { enumerable: true, get: () => raise("do not look") });
    const error = travelled(thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(Object.entries(error as object)).toEqual([["status", 500]]);
  });

  it("say so where nothing can be read", () => {
    const thrown = Object.defineProperty(new Error(), "message", { get: () => raise("do not look") });
    expect(travelled(thrown)).toBe("something that cannot be read");
  });

  it("rebuild an error of another realm in this one", () => {
    const error = travelled(runInNewContext('Object.assign(new RangeError("far away"), { code: "E_FAR" })'));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: "far away", code: "E_FAR" });
  });

  it.each([undefined, null, "text", 3, { status: 404 }])("let %j be thrown", (value) => {
    expect(travelled(value)).toEqual(value);
  });

  it("cut a chain of causes that is a ring", () => {
    const error = new Error("again");
    error.cause = error;
    expect(travelled(error)).toMatchObject({ message: "again", cause: { message: "again" } });
  });

  it("do not let a field named __proto__ change the error's class", () => {
    const thrown = new RangeError("x");
    Object.defineProperty(thrown, "__proto__", { value: { hacked: true }, enumerable: true });
    const error = travelled(thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).not.toHaveProperty("hacked");
  });
});
