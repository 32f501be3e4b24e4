import { expect, test } from "vitest";
import { optionsIn } from "./options.ts";

const source = `export interface Other {
  /** Not this one. */
  a?: number;
}

export interface Options<Input> extends Other {
  /** How many: see {@link Other}. Default 1. */
  many?: number | undefined;
  /**
   * In
   * lines.
   */
  lined: (input: Input) => void;
}
`;

test("each option has the words of its comment", () => {
  expect(optionsIn(source, "Options")).toEqual([
    ["`many`", "How many: see `Other`. Default 1."],
    ["`lined`", "In lines."],
  ]);
});

test("an interface that is not there, and an option without a comment, are no empty tables", () => {
  expect(() => optionsIn(source, "Missing")).toThrow("wanted an interface Missing, found none");
  expect(() => optionsIn("export interface A {\n  b: 1;\n}\n", "A")).toThrow("wanted a comment of b, found none");
});
