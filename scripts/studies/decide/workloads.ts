/**
 * Functions made by lot, on which `decide` is tried: a kernel, for so long, with a wait, arguments, a result and perhaps state or threads of
 * its own. Half of the kernels and waits were never looked at while its rule was made; a workload with one of them is held out.
 */
import { below, type Random } from "@triathlon/core/statistics/random";

export interface Recipe {
  kernel: keyof typeof KERNELS;
  /** How long the kernel is to take, in microseconds, by a rough table: the machine decides. */
  microseconds: number;
  wait: keyof typeof WAITS;
  /** Milliseconds of a timer; the other waits take what they take. */
  waitMilliseconds: number;
  input: "number" | "text" | "object" | "buffer" | "class";
  inputBytes: number;
  resultBytes: number;
  state: "none" | "cache" | "counter";
  /** Asks a library that has threads of its own. */
  ownThreads: boolean;
  heldOut: boolean;
}

/** How often a second, about, on a machine of today; and one turn, which changes `sum` by `turn`. */
const KERNELS = {
  "number loop": { perSecond: 1e9, turn: "sum = (sum + turn * 7) % 1000003;", heldOut: false },
  "float array": { perSecond: 6e8, turn: "sum += FLOATS[turn & 1023];", heldOut: true },
  text: { perSecond: 2e7, turn: "sum += `${turn}-${sum}`.length;", heldOut: false },
  json: { perSecond: 2e6, turn: "sum += JSON.stringify(JSON.parse(TEXT)).length;", heldOut: false },
  "big integers": { perSecond: 1e7, turn: "sum += Number((BigInt(turn) * 123456789n) % 1000n);", heldOut: true },
  "regular expression": { perSecond: 8e6, turn: "sum += TEXT.replace(/[0-9]+/g, 'x').length;", heldOut: true },
  hash: { perSecond: 7e5, turn: "sum += createHash('sha256').update(TEXT).digest()[0];", heldOut: false },
  sort: { perSecond: 1e5, turn: "sum += NUMBERS.toSorted((a, b) => a - b)[turn % 100];", heldOut: true },
} as const;

const WAITS = {
  none: { code: "", heldOut: false },
  timer: { code: "await new Promise((resolve) => setTimeout(resolve, WAIT));", heldOut: false },
  file: { code: "sum += (await promises.readFile(OWN)).length;", heldOut: true },
  loopback: { code: "sum += await askLoopback();", heldOut: true },
} as const;

/** The workload of this number: the same for the same stream of random numbers. */
export function drawRecipe(random: Random): Recipe {
  const pick = <One>(list: readonly One[]): One => list[below(list.length, random)]!;
  const share = (percent: number): boolean => below(100, random) < percent;
  /** From 2 µs to 200 ms, evenly on a logarithmic scale. */
  const microseconds = 2 * 10 ** ((below(1001, random) / 1000) * 5);
  const kernel = pick(Object.keys(KERNELS) as Recipe["kernel"][]);
  const wait = share(60) ? "none" : pick(["timer", "file", "loopback"] as const);
  return {
    kernel,
    microseconds: Math.round(wait === "none" ? microseconds : Math.min(microseconds, 5000)),
    wait,
    waitMilliseconds: pick([1, 5, 20]),
    input: pick(["number", "text", "object", "buffer", "class"]),
    inputBytes: share(50) ? 64 : pick([4096, 65_536, 2 ** 20, 2 ** 22]),
    resultBytes: share(70) ? 0 : pick([1024, 65_536, 2 ** 20]),
    state: share(90) ? "none" : pick(["cache", "counter"]),
    ownThreads: share(5),
    heldOut: KERNELS[kernel].heldOut || WAITS[wait].heldOut,
  };
}

/** `json 350 µs, timer 5 ms, text of 64 B`. */
export function nameOf({ kernel, microseconds, wait, waitMilliseconds, input, inputBytes, ...more }: Recipe): string {
  const waits = wait === "none" ? [] : [wait === "timer" ? `timer ${waitMilliseconds} ms` : wait];
  const others = [
    ...(more.resultBytes > 0 ? [`result of ${more.resultBytes} B`] : []),
    ...(more.state === "none" ? [] : [more.state]),
    ...(more.ownThreads ? ["own threads"] : []),
  ];
  return [`${kernel} ${microseconds} µs`, ...waits, `${input} of ${inputBytes} B`, ...others].join(", ");
}

/** The module, as somebody would have written it: `work` and `inputs`. */
export function sourceOf(recipe: Recipe): string {
  const { kernel, microseconds, wait, waitMilliseconds, input, inputBytes, resultBytes, state, ownThreads } = recipe;
  const turns = Math.max(1, Math.round((KERNELS[kernel].perSecond * microseconds) / 1e6));
  const isAsync = wait !== "none" || ownThreads;
  const make: Record<Recipe["input"], string> = {
    number: "i",
    text: `String(i).padStart(${inputBytes}, "x")`,
    object: `{ id: i, rows: Array.from({ length: ${Math.ceil(inputBytes / 16)} }, (_, j) => i + j) }`,
    buffer: `new Uint8Array(${inputBytes}).fill(i)`,
    class: `new Picture(i, ${inputBytes})`,
  };
  return `import { createHash, pbkdf2 } from "node:crypto";
import { promises } from "node:fs";
import { createServer, connect } from "node:net";
import { fileURLToPath } from "node:url";

const TEXT = JSON.stringify({ id: 7, name: "a name", list: [1, 2, 3, 4, 5] });
const FLOATS = Float64Array.from({ length: 1024 }, (_, i) => i % 10);
const NUMBERS = Array.from({ length: 100 }, (_, i) => (i * 7919) % 101);
const OWN = fileURLToPath(import.meta.url);
const WAIT = ${waitMilliseconds};
class Picture { id; bytes; constructor(id, size) { this.id = id; this.bytes = new Uint8Array(size).fill(id); } }
const cache = new Map();
let counter = 0;

let port;
async function askLoopback() {
  port ??= new Promise((resolve) => {
    const server = createServer((socket) => socket.end("ok")).unref();
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });
  const at = await port;
  return new Promise((resolve, reject) => {
    const socket = connect(at, "127.0.0.1", () => {});
    socket.on("data", (data) => resolve(data.length)).on("error", reject);
  });
}

export ${isAsync ? "async " : ""}function work(input) {
  const key = ${input === "number" ? "input" : input === "text" ? "input" : input === "buffer" ? "input[0]" : "input.id"};
  ${state === "cache" ? "if (cache.has(key)) return cache.get(key);" : ""}
  let sum = ${input === "number" ? "input" : input === "text" ? "input.length" : input === "buffer" ? "input[0]" : "input.id"};
  for (let turn = 0; turn < ${turns}; turn++) { ${KERNELS[kernel].turn} }
  ${WAITS[wait].code}
  ${ownThreads ? 'sum += await new Promise((resolve) => pbkdf2("a", "b", 20000, 32, "sha256", (_, bytes) => resolve(bytes[0])));' : ""}
  ${state === "counter" ? "sum += counter++;" : ""}
  const answer = { sum, bytes: new Uint8Array(${resultBytes}) };
  ${state === "cache" ? "cache.set(key, answer);" : ""}
  return answer;
}

export function* inputs() { for (let i = 1; i <= 24; i++) yield ${make[input]}; }
`;
}
