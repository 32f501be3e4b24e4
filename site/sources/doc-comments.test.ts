import { describe, expect, it } from "vitest";
import { declaredIn } from "./doc-comments.ts";

const SOURCE = `/**
 * Runs things.
 *
 *      a picture
 */
import { other } from "./other.ts";

/** What it is given. */
export interface Options {
  /** How many. Minimum 1; default 16. */
  count?: number | undefined;
  /** Milliseconds; default, and from 25 days on: no limit. */
  timeout?: number;
  /** Takes {@link Options} and gives nothing. */
  run(task: string): Promise<void>;
}

/** A pool.
 *
 * @throws {RangeError} a number is out of its range
 */
// oxlint-disable-next-line some/rule -- why
export class Pool extends Base {
  /** Tasks that go on. */
  abandoned = 0;
  readonly #secret = 1;

  /** @param options see there */
  constructor(options: Options) {
    super();
  }

  close(): void {}
}

function hidden(): void {}

/** Adds. */
export const add = (a: number, b: number): number => a + b;
`;

describe("what a file exports", () => {
  const { about, declared } = declaredIn("made-up.ts", SOURCE);
  const named = (name: string) => declared.find((each) => each.name === name)!;

  it("is told by the file's first words, and by name", () => {
    expect(about).toBe("Runs things.");
    expect(declared.map(({ name }) => name)).toEqual(["Options", "Pool", "add"]);
  });

  it("has the members of an interface, with their defaults", () => {
    expect(named("Options").members).toEqual([
      { name: "count?", type: "number", text: "How many. Minimum 1; default 16.", preset: "16" },
      {
        name: "timeout?",
        type: "number",
        text: "Milliseconds; default, and from 25 days on: no limit.",
        preset: "no limit",
      },
      {
        name: "run",
        type: "(task: string): Promise<void>",
        text: "Takes `Options` and gives nothing.",
        preset: undefined,
      },
    ]);
  });

  it("has a class's comment with what it throws, how it is made, and what all may use", () => {
    const pool = named("Pool");
    expect(pool.text).toBe(
      "A pool.\n\n- **throws** `RangeError` a number is out of its range\n\n- **param** options see there",
    );
    expect(pool.signature).toBe("class Pool extends Base\nnew Pool(options: Options)");
    expect(pool.members.map(({ name }) => name)).toEqual(["abandoned", "close"]);
  });

  it("shows a function without its body", () => {
    expect(named("add").signature).toBe("const add = (a: number, b: number): number => …");
  });

  it("cannot be read from what is no TypeScript", () => {
    expect(() => declaredIn("made-up.ts", "export const = 1")).toThrow('Cannot read "made-up.ts": wanted TypeScript');
  });
});
