/** `node vite.ts OUT ENTRY…`: the entries, built by Vite for a server (`build.ssr`). With `VITE_DEFAULTS`, as Vite would. */
import { build } from "vite";

const [outDir = "", ...input] = process.argv.slice(2);
// Vite's default makes `var` of a top-level `await using`: nothing would be closed.
const topLevelVar = Boolean(process.env["VITE_DEFAULTS"]);
await build({
  configFile: false,
  logLevel: "error",
  build: {
    ssr: true,
    target: "esnext",
    outDir,
    rolldownOptions: { input, external: ["bun"], output: { topLevelVar } },
  },
});
