/** A picture blurred tile by tile: computing on data that has to reach the worker and come back. */
import type { Executor, TaskContext } from "../pool/tasks.ts";
import { Random } from "./support/random.ts";
import { sha256Hex } from "./support/sha256.ts";
import type { Description, Implements, IterationResult, Workload } from "./workload.ts";

interface Parameters {
  width: number;
  height: number;
  /** The picture is cut into this many bands of rows. */
  tiles: number;
  seed: number;
}

/** Red, green, blue and alpha, a byte each, row by row. */
interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array<ArrayBuffer>;
}

interface Input {
  picture: Picture;
  tiles: number;
}

/** Pixels each way that a blurred pixel depends on. */
const RADIUS = 4;
/** Row 8 of Pascal's triangle, close to a Gaussian. Across and down they weigh 2¹⁶ in all. */
const WEIGHTS = [1, 8, 28, 56, 70, 56, 28, 8, 1] as const;
const CHANNELS = 4;

export const description: Description<Parameters> = {
  name: "blur-image",
  title: "Blur an image",
  kind: "CPU with large data",
  summary:
    "An RGBA picture blurred in bands. Between threads a band's memory changes hands; to another process every byte is copied, there and back.",
  sizes: {
    small: {
      parameters: { width: 512, height: 256, tiles: 2, seed: 1 },
      iterations: 1,
      warmups: 1,
      sequentialSeconds: 0.04,
    },
    medium: {
      parameters: { width: 640, height: 480, tiles: 6, seed: 2 },
      iterations: 1,
      warmups: 1,
      sequentialSeconds: 0.13,
    },
    large: {
      parameters: { width: 1_920, height: 1_080, tiles: 16, seed: 3 },
      iterations: 2,
      warmups: 1,
      sequentialSeconds: 0.7,
    },
  },
  defaultSizes: ["small"],
  concurrency: 8,
};

export const tasks = () => ({
  /** Blurs a band that has `RADIUS` rows more above and below, and returns it without them. Columns beyond an edge repeat it. */
  blur(this: TaskContext, { width, height, pixels }: Picture): Uint8Array<ArrayBuffer> {
    const across = blurAcross(pixels, width, height);
    const blurred = blurDown(across, width, height - 2 * RADIUS);
    return this.transfer(blurred, [blurred.buffer]);
  },
});

type Tasks = ReturnType<typeof tasks>;

/** Noise on a soft gradient, so that no two tiles are alike. */
export function inputs({ width, height, tiles, seed }: Parameters): Input {
  const pixels = new Random(seed).bytes(width * height * CHANNELS);
  const row = width * CHANNELS;
  for (let y = 0; y < height; y++) shade(pixels.subarray(y * row, (y + 1) * row), width, y, height);
  return { picture: { width, height, pixels }, tiles };
}

export async function run(executor: Executor<Tasks>, { picture, tiles }: Input): Promise<IterationResult<string>> {
  const blurred = new Uint8Array(picture.pixels.length);
  let offset = 0;
  const bands = executor.map("blur", cut(picture, tiles), { transfer: ({ pixels }) => [pixels.buffer] });
  for await (const band of bands) {
    blurred.set(band, offset);
    offset += band.length;
  }
  return { answer: await sha256Hex(blurred) };
}

/**
 * The same blur without a weight in it: adding each value to its neighbour eight times over gives Pascal's row 8. On the
 * whole picture at once, down before across.
 */
export async function expected(parameters: Parameters): Promise<string> {
  const { picture } = inputs(parameters);
  const margin = withMargin(picture);
  let { width, height } = margin;
  const sums = margin.values;
  for (let times = 2 * RADIUS; times > 0; times--, height--) {
    const below = width * CHANNELS;
    for (let index = 0; index < (height - 1) * below; index++) sums[index]! += sums[index + below]!;
  }
  const blurred = new Uint8Array(picture.pixels.length);
  const row = width * CHANNELS;
  for (let y = 0; y < picture.height; y++) {
    const line = sums.subarray(y * row, (y + 1) * row);
    for (let times = 1; times <= 2 * RADIUS; times++) {
      for (let index = 0; index < row - times * CHANNELS; index++) line[index]! += line[index + CHANNELS]!;
    }
    for (let index = 0; index < picture.width * CHANNELS; index++) {
      blurred[y * picture.width * CHANNELS + index] = Math.floor((line[index]! + 2 ** 15) / 2 ** 16);
    }
  }
  return sha256Hex(blurred);
}

/** Makes a row of noise into a row of the picture. */
function shade(line: Uint8Array, width: number, y: number, height: number): void {
  const down = Math.floor((y * 191) / height);
  for (let x = 0; x < width; x++) {
    const pixel = x * CHANNELS;
    line[pixel] = (line[pixel]! >> 2) + Math.floor((x * 191) / width);
    line[pixel + 1] = (line[pixel + 1]! >> 2) + down;
    line[pixel + 2] = (line[pixel + 2]! >> 2) + ((x ^ y) & 0x7f);
    line[pixel + 3] = 255 - (line[pixel + 3]! >> 4);
  }
}

/** Each channel's weighted sum over its row, 16 bits. */
function blurAcross(pixels: Uint8Array, width: number, height: number): Uint16Array {
  const sums = new Uint16Array(pixels.length);
  const row = width * CHANNELS;
  const padded = new Uint8Array(row + 2 * RADIUS * CHANNELS);
  for (let y = 0; y < height; y++) {
    const line = pixels.subarray(y * row, (y + 1) * row);
    padded.set(line, RADIUS * CHANNELS);
    for (let x = 0; x < RADIUS; x++) {
      padded.set(line.subarray(0, CHANNELS), x * CHANNELS);
      padded.set(line.subarray(row - CHANNELS), row + (RADIUS + x) * CHANNELS);
    }
    for (let index = 0; index < row; index++) {
      let sum = 0;
      for (let tap = 0; tap < WEIGHTS.length; tap++) sum += WEIGHTS[tap]! * padded[index + tap * CHANNELS]!;
      sums[y * row + index] = sum;
    }
  }
  return sums;
}

/** The weighted sums of these over each column, rounded back to a byte. */
function blurDown(across: Uint16Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const row = width * CHANNELS;
  const blurred = new Uint8Array(row * height);
  for (let index = 0; index < blurred.length; index++) {
    let sum = 2 ** 15;
    for (let tap = 0; tap < WEIGHTS.length; tap++) sum += WEIGHTS[tap]! * across[index + tap * row]!;
    blurred[index] = sum >>> 16;
  }
  return blurred;
}

/** Cuts a picture into bands with memory of their own, so that it can be given away. Rows beyond an edge repeat it. */
function* cut({ width, height, pixels }: Picture, tiles: number): Generator<Picture> {
  const row = width * CHANNELS;
  for (let tile = 0; tile < tiles; tile++) {
    const from = Math.floor((height * tile) / tiles) - RADIUS;
    const to = Math.floor((height * (tile + 1)) / tiles) + RADIUS;
    const band = new Uint8Array((to - from) * row);
    for (let y = from; y < to; y++) {
      const source = Math.min(Math.max(y, 0), height - 1);
      band.set(pixels.subarray(source * row, (source + 1) * row), (y - from) * row);
    }
    yield { width, height: to - from, pixels: band };
  }
}

/** The picture with its edge pixels repeated `RADIUS` times all around. */
function withMargin({ width, height, pixels }: Picture): { width: number; height: number; values: Uint32Array } {
  const wide = width + 2 * RADIUS;
  const high = height + 2 * RADIUS;
  const values = new Uint32Array(wide * high * CHANNELS);
  for (let y = 0, index = 0; y < high; y++) {
    const sourceY = Math.min(Math.max(y - RADIUS, 0), height - 1);
    for (let x = 0; x < wide; x++) {
      const sourceX = Math.min(Math.max(x - RADIUS, 0), width - 1);
      for (let channel = 0; channel < CHANNELS; channel++) {
        values[index++] = pixels[(sourceY * width + sourceX) * CHANNELS + channel]!;
      }
    }
  }
  return { width: wide, height: high, values };
}

export type Checked = Implements<Workload<Parameters, Tasks, Input, string>, typeof import("./blur-image.ts")>;
