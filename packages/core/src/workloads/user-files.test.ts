import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as countWords from "./count-words.ts";
import * as hashFiles from "./hash-files.ts";
import { InTurn } from "./support/in-turn.ts";
import type { Io, Place } from "./workload.ts";

const { io }: { io: Io } = await import(new URL("../../../node-examples/src/io.ts", import.meta.url).href);

/** With a Kelvin sign, which is no ASCII letter though its lower case is. */
const TEXT = "The cat & THE dog: the-other, they said. It is\u212Ain IS\n";

let scratch: string;
let place: Place;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "triathlon-user-files-"));
  place = { folder: join(scratch, "prepared"), files: join(scratch, "mine"), site: null };
  await io.writeFile(`${place.files}/b.txt`, "abc");
  await io.writeFile(`${place.files}/a/second.txt`, TEXT);
  await io.writeFile(`${place.files}/empty`, "");
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the user's own files", () => {
  it("are hashed in place of the seeded corpus, and left alone", async () => {
    const parameters = hashFiles.description.sizes["small"]!.parameters;
    await hashFiles.prepare(parameters, place, io);
    const inputs = await hashFiles.inputs(parameters, place, io);
    const { answer } = await hashFiles.run(new InTurn(hashFiles.tasks(io)), inputs);
    expect(answer).toEqual(await hashFiles.expected(parameters, place, io));
    expect(answer.map(([name, bytes]) => [name, bytes])).toEqual([
      ["a/second.txt", new TextEncoder().encode(TEXT).length],
      ["b.txt", 3],
      ["empty", 0],
    ]);
    expect(answer[1]![2]).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    await expect(io.listFiles(place.folder)).rejects.toThrow(/ENOENT/);
  });

  it("are counted in place of the seeded text, as runs of ASCII letters in any case, wherever the text is cut", async () => {
    for (const chunkCharacters of [1, 2, 5, 1_000]) {
      const parameters = { characters: 0, chunkCharacters, seed: 0 };
      await countWords.prepare(parameters, place, io);
      const inputs = await countWords.inputs(parameters, place, io);
      const { answer } = await countWords.run(new InTurn(countWords.tasks()), inputs);
      expect(answer).toEqual(await countWords.expected(parameters, place, io));
      expect(answer.words).toBe(13);
      expect(answer.occurrences).toMatchObject({ the: 3, it: 1, is: 2, in: 1, of: 0 });
    }
  });
});

describe("the chunks of count-words", () => {
  it("are the whole text, and none begins within a word", async () => {
    const parameters = { characters: 0, chunkCharacters: 3, seed: 0 };
    const chunks = await countWords.inputs(parameters, place, io);
    expect(chunks.join("")).toBe(`${TEXT}\nabc\n`);
    for (const [index, chunk] of chunks.entries()) {
      expect(/[a-z]$/i.test(chunks[index - 1] ?? "") && /^[a-z]/i.test(chunk)).toBe(false);
    }
  });
});
