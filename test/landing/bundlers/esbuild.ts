/** `node esbuild.ts OUT ENTRY…`: the entries, bundled by esbuild for a server. */
import { build } from "esbuild";

const [outdir = "", ...entryPoints] = process.argv.slice(2);
await build({ entryPoints, outdir, bundle: true, platform: "node", format: "esm", external: ["bun"] });
