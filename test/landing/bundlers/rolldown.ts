/** `node rolldown.ts OUT ENTRY…`: the entries, bundled by Rolldown for a server. */
import { rolldown } from "rolldown";

const [dir = "", ...input] = process.argv.slice(2);
const bundle = await rolldown({ input, platform: "node", external: /^(node:|bun$)/ });
await bundle.write({ dir });
