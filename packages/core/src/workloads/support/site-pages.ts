/** Pages of a site that answers after a while, and what is to be found there: for every workload that downloads them. */
import type { Executor, TaskContext } from "../../pool/tasks.ts";
import type { IterationResult, Page, Place, Size } from "../workload.ts";
import { paragraph, sentence } from "./prose.ts";
import { Random } from "./random.ts";
import { sha256Hex } from "./sha256.ts";

export interface Parameters {
  pages: number;
  seed: number;
  /** The site waits from `shortest` to `longest` before it answers. */
  shortestDelayMilliseconds: number;
  longestDelayMilliseconds: number;
  smallestBytes: number;
  /** About: the last paragraph is finished. */
  largestBytes: number;
}

/** What is known of a page once it is here. */
export interface Download {
  path: string;
  bytes: number;
  sha256: string;
}

export interface Tasks {
  download(this: TaskContext, url: string): Promise<Download>;
}

const bodies = { seed: 160, smallestBytes: 2_048, largestBytes: 24_576 };

export const sizes: Readonly<Record<"small" | "medium" | "large", Size<Parameters>>> = {
  small: {
    parameters: { pages: 24, shortestDelayMilliseconds: 1, longestDelayMilliseconds: 2, ...bodies },
    iterations: 1,
    warmups: 1,
    sequentialSeconds: 0.08,
  },
  medium: {
    parameters: { pages: 160, shortestDelayMilliseconds: 1, longestDelayMilliseconds: 2, ...bodies },
    iterations: 1,
    warmups: 1,
    sequentialSeconds: 0.48,
  },
  large: {
    parameters: { pages: 160, shortestDelayMilliseconds: 2, longestDelayMilliseconds: 20, ...bodies },
    iterations: 1,
    warmups: 1,
    sequentialSeconds: 2.2,
  },
};

export function* pages(parameters: Parameters): Generator<Page & { body: Uint8Array<ArrayBuffer> }> {
  const { seed, shortestDelayMilliseconds, longestDelayMilliseconds } = parameters;
  const delays = new Random(seed);
  for (const path of paths(parameters)) {
    yield {
      path,
      body: new TextEncoder().encode(html(path, parameters, new Random(seed, Number(path.match(/\d+/)) + 1))),
      contentType: "text/html; charset=utf-8",
      delayMilliseconds: delays.between(shortestDelayMilliseconds, longestDelayMilliseconds),
    };
  }
}

export function inputs(parameters: Parameters, { site }: Place): string[] {
  if (site === null)
    throw new Error("Cannot download pages: wanted the address of a site that serves them: found none");
  return paths(parameters).map((path) => new URL(path, site).href);
}

export async function run(executor: Executor<Tasks>, inputs: string[]): Promise<IterationResult<Download[]>> {
  return { answer: await Array.fromAsync(executor.map("download", inputs)) };
}

/** From the pages as made, without a site between. */
export async function expected(parameters: Parameters): Promise<Download[]> {
  const downloads: Download[] = [];
  for (const { path, body } of pages(parameters)) {
    downloads.push({ path, bytes: body.byteLength, sha256: await sha256Hex(body) });
  }
  return downloads;
}

function paths({ pages }: Parameters): string[] {
  return Array.from({ length: pages }, (_, number) => `/pages/${String(number).padStart(4, "0")}.html`);
}

function html(path: string, { smallestBytes, largestBytes }: Parameters, random: Random): string {
  const title = sentence(random);
  const wanted = random.between(smallestBytes, largestBytes);
  let body = "";
  while (body.length < wanted) body += `    <p>${paragraph(random)}</p>\n`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <link rel="canonical" href="${path}">
  </head>
  <body>
    <h1>${title}</h1>
${body}  </body>
</html>
`;
}
