import { expect, it } from "vitest";
import type { TaskContext } from "../pool/tasks.ts";
import { expected, inputs, run, tasks } from "./blur-image.ts";
import { InTurn } from "./support/in-turn.ts";

const bands = tasks();

function contextThatNotes(transferred: object[]): TaskContext {
  return {
    signal: new AbortController().signal,
    worker: 0,
    timeLeft: () => Infinity,
    local: undefined,
    transfer: (value, buffers) => (transferred.push(...buffers), value),
  } as TaskContext;
}

it("leaves a picture of one colour as it is", () => {
  const pixels = new Uint8Array(6 * 11 * 4).fill(200);
  expect(bands.blur.call(contextThatNotes([]), { width: 6, height: 11, pixels })).toEqual(
    new Uint8Array(6 * 3 * 4).fill(200),
  );
});

it("spreads one bright pixel by row 8 of Pascal's triangle, each channel by itself", () => {
  const width = 9;
  const pixels = new Uint8Array(width * 9 * 4);
  pixels[(4 * width + 4) * 4 + 1] = 255;
  const blurred = bands.blur.call(contextThatNotes([]), { width, height: 9, pixels });
  const green = Array.from({ length: width }, (_, x) => blurred[x * 4 + 1]);
  expect(green).toEqual([1, 8, 28, 56, 70, 56, 28, 8, 1].map((weight) => Math.round((255 * weight * 70) / 2 ** 16)));
  expect(blurred.filter((_, index) => index % 4 !== 1).every((value) => value === 0)).toBe(true);
});

it("gives its result away instead of having it copied", () => {
  const transferred: object[] = [];
  const band = bands.blur.call(contextThatNotes(transferred), { width: 1, height: 9, pixels: new Uint8Array(36) });
  expect(transferred).toEqual([band.buffer]);
});

it("agrees with the oracle however the picture is cut, also where bands are thinner than the blur", async () => {
  for (const tiles of [1, 2, 7, 20]) {
    const parameters = { width: 13, height: 20, tiles, seed: 9 };
    const { answer } = await run(new InTurn(tasks()), inputs(parameters));
    expect(answer).toBe(await expected(parameters));
  }
});
