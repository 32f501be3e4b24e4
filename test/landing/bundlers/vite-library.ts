/** `node vite-library.ts OUT ENTRY…`: the entries as a library, built by Vite; without `build.ssr` it is one for browsers. */
import { build } from "vite";

const [outDir = "", ...entry] = process.argv.slice(2);
await build({
  configFile: false,
  logLevel: "error",
  build: {
    lib: { entry, formats: ["es"] },
    ssr: !process.env["FOR_BROWSERS"],
    target: "esnext",
    outDir,
    rolldownOptions: { external: ["bun"], output: { topLevelVar: false /* see vite.ts */ } },
  },
});
