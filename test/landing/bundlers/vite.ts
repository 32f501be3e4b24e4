/** `node vite.ts OUT ENTRY…`: the entries, built by Vite for a server (`build.ssr`). */
import { build } from "vite";

const [outDir = "", ...input] = process.argv.slice(2);
await build({
  configFile: false,
  logLevel: "error",
  build: { ssr: true, target: "esnext", outDir, rolldownOptions: { input, external: ["bun"] } },
});
