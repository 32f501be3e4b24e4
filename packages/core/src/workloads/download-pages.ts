/** Pages of a site that answers after a while: waiting on the network, and a little work for each body. */
import type { TaskContext } from "../pool/tasks.ts";
import { type Download, type Parameters, sizes } from "./support/site-pages.ts";
import type { Description, Implements, Io, Workload } from "./workload.ts";

export { expected, inputs, pages, run } from "./support/site-pages.ts";

export const description: Description<Parameters> = {
  name: "download-pages",
  title: "Download pages",
  kind: "network I/O",
  summary:
    "Pages of a local site with varied latency, each downloaded whole and hashed, by each runtime's own client (undici in Node; fetch-pages compares runtimes by the same client). Async with as many requests in flight as there are workers stands beside workers with one request each, async with many beside workers with as many in all.",
  unlike:
    "Runtimes are not put beside each other here: each has a client of its own, undici's request in Node, and fetch in Deno and Bun, as it is in all three on fetch-pages.",
  sizes,
  defaultSizes: ["small"],
  concurrency: 16,
  besides: [2],
  eachWorkerBesides: [8],
};

export const tasks = (io: Io) => ({
  async download(this: TaskContext, url: string): Promise<Download> {
    const body = await io.fetchBytes(url, this.signal);
    const hash = await io.sha256();
    hash.update(body);
    return { path: new URL(url).pathname, bytes: body.byteLength, sha256: hash.digest() };
  },
});

export type Checked = Implements<
  Workload<Parameters, ReturnType<typeof tasks>, string[], Download[]>,
  typeof import("./download-pages.ts")
>;
