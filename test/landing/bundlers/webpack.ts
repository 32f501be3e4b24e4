/**
 * `node webpack.ts OUT ENTRY…`: the entries, bundled by webpack for a server. It looks for workers of `worker_threads`; those of
 * `node:worker_threads` it must be told of.
 *
 * With one entry, webpack follows `new Worker(new URL(…))`. With more, the worker is among them, and `new URL(…)` stays as it is.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import webpack, { type Configuration, type Stats } from "webpack";

const [out = "", ...entries] = process.argv.slice(2);
const follow = entries.length === 1;
const configuration: Configuration = {
  mode: "production",
  target: "node",
  context: process.cwd(),
  entry: Object.fromEntries(entries.map((path) => [basename(path, ".ts"), `./${path}`])),
  output: { path: join(process.cwd(), out), filename: "[name].js", module: true, chunkFormat: "module" },
  experiments: { outputModule: true },
  externals: { bun: "module bun" },
  module: {
    parser: {
      javascript: follow
        ? { worker: ["...", "Worker from node:worker_threads"] }
        : { worker: false, url: false, importMeta: false },
    },
    rules: [{ test: /\.ts$/, loader: fileURLToPath(new URL("./strip-types.cjs", import.meta.url)) }],
  },
};
const stats = await new Promise<Stats | undefined>((resolve, reject) =>
  webpack(configuration, (error, stats) => (error ? reject(error) : resolve(stats))),
);
if (!stats || stats.hasErrors())
  throw new Error(stats?.toString({ all: false, errors: true }) ?? "Cannot bundle: webpack says nothing");
