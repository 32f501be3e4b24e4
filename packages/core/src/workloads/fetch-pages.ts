/** The same pages by the same client everywhere, `fetch`: so that runtimes are compared like with like. */
import type { TaskContext } from "../pool/tasks.ts";
import { type Download, type Parameters, sizes } from "./support/site-pages.ts";
import type { Description, Implements, Io, Workload } from "./workload.ts";

export { expected, inputs, pages, run } from "./support/site-pages.ts";

export const description: Description<Parameters> = {
  name: "fetch-pages",
  title: "Fetch pages",
  kind: "network I/O",
  summary:
    "The pages of download-pages by `fetch` in every runtime: here runtimes are compared like with like, and in Node it shows what `fetch` costs beside undici's `request`.",
  explains: "download-pages",
  sizes,
  defaultSizes: ["small"],
  concurrency: 16,
  besides: [2],
};

export const tasks = (io: Io) => ({
  async download(this: TaskContext, url: string): Promise<Download> {
    const response = await fetch(url, { signal: this.signal });
    if (response.status !== 200) {
      throw new Error(`Cannot fetch ${url}: wanted the status 200, found ${response.status}`);
    }
    const body = new Uint8Array(await response.arrayBuffer());
    const hash = await io.sha256();
    hash.update(body);
    return { path: new URL(url).pathname, bytes: body.byteLength, sha256: hash.digest() };
  },
});

export type Checked = Implements<
  Workload<Parameters, ReturnType<typeof tasks>, string[], Download[]>,
  typeof import("./fetch-pages.ts")
>;
