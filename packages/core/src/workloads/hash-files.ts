/** Files streamed from disk and hashed: reading and computing taking turns in one task. */
import type { Executor } from "../pool/tasks.ts";
import { prepareOnce } from "./support/prepare-once.ts";
import { Random } from "./support/random.ts";
import { sha256Hex } from "./support/sha256.ts";
import type { Description, Implements, Io, IterationResult, Place, Workload } from "./workload.ts";

interface Parameters {
  files: number;
  /** Sizes are spread evenly up to this; the first file is empty. */
  largestBytes: number;
  seed: number;
}

interface Input {
  folder: string;
  /** Relative to the folder, in the order of the answer. */
  names: string[];
}

/** Relative path, bytes, SHA-256. */
type HashedFile = [name: string, bytes: number, sha256: string];

const MiB = 2 ** 20;

export const description: Description<Parameters> = {
  name: "hash-files",
  title: "Hash files",
  kind: "file I/O",
  summary:
    "A corpus of files, each read chunk by chunk and hashed with SHA-256. Reading leaves the thread free, hashing does not: how much of each there is decides what a model can gain.",
  sizes: {
    small: {
      parameters: { files: 12, largestBytes: 0.75 * MiB, seed: 1 },
      iterations: 1,
      warmups: 1,
      sequentialSeconds: 0.03,
    },
    medium: {
      parameters: { files: 32, largestBytes: 1.5 * MiB, seed: 2 },
      iterations: 1,
      warmups: 1,
      sequentialSeconds: 0.15,
    },
    large: {
      parameters: { files: 96, largestBytes: 3 * MiB, seed: 3 },
      iterations: 2,
      warmups: 1,
      sequentialSeconds: 0.65,
    },
  },
  defaultSizes: ["small"],
  concurrency: 8,
  takesFiles: true,
};

export const tasks = (io: Io) => ({
  async hash(path: string): Promise<{ bytes: number; sha256: string }> {
    const hash = await io.sha256();
    let bytes = 0;
    for await (const chunk of io.readChunks(path)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
    }
    return { bytes, sha256: hash.digest() };
  },
});

type Tasks = ReturnType<typeof tasks>;

/** Makes the corpus; the user's own files are left as they are. */
export async function prepare(parameters: Parameters, { folder, files }: Place, io: Io): Promise<void> {
  if (files !== null) return;
  await prepareOnce(io, folder, parameters, async () => {
    for (const [name, content] of corpus(parameters)) await io.writeFile(`${folder}/${name}`, content);
  });
}

export async function inputs(parameters: Parameters, { folder, files }: Place, io: Io): Promise<Input> {
  if (files !== null) return { folder: files, names: await io.listFiles(files) };
  return { folder, names: names(parameters) };
}

export async function run(executor: Executor<Tasks>, { folder, names }: Input): Promise<IterationResult<HashedFile[]>> {
  const hashed = await Array.fromAsync(
    executor.map(
      "hash",
      names.map((name) => `${folder}/${name}`),
    ),
  );
  return { answer: hashed.map(({ bytes, sha256 }, index) => [names[index]!, bytes, sha256]) };
}

/** From the corpus as made, without reading it; the user's own files are read at once instead of streamed. */
export async function expected(parameters: Parameters, { files }: Place, io: Io): Promise<HashedFile[]> {
  const answer: HashedFile[] = [];
  for await (const [name, content] of files === null ? corpus(parameters) : wholeFiles(files, io)) {
    answer.push([name, content.byteLength, await sha256Hex(content)]);
  }
  return answer;
}

/** In several folders, so that names have to be joined; sorted. */
function names({ files }: Parameters): string[] {
  return Array.from({ length: files }, (_, number) => {
    const digits = String(number).padStart(4, "0");
    return `corpus/${digits.slice(0, 3)}x/${digits}.bin`;
  });
}

function* corpus(parameters: Parameters): Generator<[name: string, content: Uint8Array<ArrayBuffer>]> {
  const { files, largestBytes, seed } = parameters;
  for (const [number, name] of names(parameters).entries()) {
    yield [name, new Random(seed, number).bytes(Math.floor((largestBytes * number) / Math.max(1, files - 1)))];
  }
}

async function* wholeFiles(folder: string, io: Io): AsyncGenerator<[name: string, content: Uint8Array<ArrayBuffer>]> {
  for (const name of await io.listFiles(folder)) {
    const chunks = (await Array.fromAsync(io.readChunks(`${folder}/${name}`))) as Uint8Array<ArrayBuffer>[];
    yield [name, new Uint8Array(await new Blob(chunks).arrayBuffer())];
  }
}

export type Checked = Implements<Workload<Parameters, Tasks, Input, HashedFile[]>, typeof import("./hash-files.ts")>;
