/** The frames between Deno's processes: values arrive whole however their bytes are cut, and what is printed between them passes. */
import { expect, it } from "vitest";
import { frame, readFrames } from "../packages/deno-examples/src/multiprocessing/frames.ts";

/** What is heard of a stream that comes in these chunks: values, and what stood between frames as text. */
async function heardOf(chunks: Iterable<Uint8Array>): Promise<{ values: unknown[]; others: string }> {
  const values: unknown[] = [];
  const others: number[] = [];
  const rest = chunks[Symbol.iterator]();
  await readFrames(
    async () => rest.next().value as Uint8Array | undefined,
    (value) => values.push(value),
    (bytes) => others.push(...bytes),
  );
  return { values, others: Buffer.from(others).toString("latin1") };
}

const text = (what: string): Uint8Array => new TextEncoder().encode(what);
const latin = (what: string): string => Buffer.from(what).toString("latin1");

const stream = Buffer.concat([
  text("printed before, äöü €\n"),
  frame({ first: 1 }),
  frame([2, new Map([[3, "three"]])]),
  text("printed between 🎈\n"),
  frame("last"),
  text("printed after"),
]);
const heard = {
  values: [{ first: 1 }, [2, new Map([[3, "three"]])], "last"],
  others: latin("printed before, äöü €\nprinted between 🎈\nprinted after"),
};

it("values and what is printed between them are told apart wherever the stream is cut", async () => {
  for (let at = 0; at <= stream.length; at++) {
    expect(await heardOf([stream.subarray(0, at), stream.subarray(at)])).toEqual(heard);
  }
});

it("values and what is printed between them are told apart byte by byte", async () => {
  expect(await heardOf(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(heard);
});

it("what is printed is passed on before anything follows it", async () => {
  const passed: string[] = [];
  let asked = 0;
  await readFrames(
    async () => {
      if (asked++ > 0) expect(passed).toEqual(["a prompt: "]);
      return asked === 1 ? text("a prompt: ") : undefined;
    },
    () => {},
    (bytes) => passed.push(String(Buffer.from(bytes))),
  );
  expect(asked).toBe(2);
});

it("bytes that begin like a mark and go on otherwise are passed on as they are", async () => {
  for (let whole = 1; whole < 8; whole++) {
    const almost = frame(1).slice(0, whole);
    const bytes = Buffer.concat([almost, text("x"), almost, frame("value")]);
    const { values, others } = await heardOf(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect({ values, others }).toEqual({
      values: ["value"],
      others: `${Buffer.from(almost).toString("latin1")}x${Buffer.from(almost).toString("latin1")}`,
    });
  }
});

it("an unfinished last frame is no value", async () => {
  expect(await heardOf([stream.subarray(0, stream.length - 14)])).toMatchObject({ values: heard.values.slice(0, 2) });
});

it("a frame that announces more than the longest there can be is an error, and makes nobody wait for it", async () => {
  const bytes = frame("value");
  bytes.fill(0xff, 8, 12);
  await expect(heardOf([bytes])).rejects.toThrow("Cannot read a frame: wanted at most 1073741824 bytes");
});

it("a frame whose value is no value is an error", async () => {
  const bytes = frame("value");
  bytes.fill(0xff, 12);
  await expect(heardOf([bytes])).rejects.toThrow();
});

it("values larger than what is read at once arrive, and small ones after them", async () => {
  const large = new Uint8Array(5_000_000).map((_, i) => i % 251);
  const bytes = Buffer.concat([frame(large), frame("small"), frame(large), frame("small")]);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
    bytes.subarray(i * 65_536, (i + 1) * 65_536),
  );
  const { values } = await heardOf(chunks);
  expect(values[1]).toBe("small");
  expect(values[3]).toBe("small");
  expect(Buffer.compare(values[2] as Uint8Array, large)).toBe(0);
});

it("a value that was read is not changed by what comes after it", async () => {
  const { values } = await heardOf([frame(new Uint8Array([1, 2, 3])), frame(new Uint8Array([4, 5, 6]))]);
  expect(values).toEqual([new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])]);
});
