/** The README as the site's first page: a pool can be copied from it in any runtime. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../../scripts/docs/sections/examples.ts";
import type { Page } from "../page.ts";
import { triathlon } from "./triathlon.ts";

/** The heading before which what is made here stands. */
const COPY = "\n## Copy\n";

export function firstPage(root: string, readme: Page): Page {
  const pools = examples(root).filter(({ name }) => name === "threading/main.ts");
  const tabs = pools.map(({ runtime, path }) => {
    const commands = ["thread-pool", "process-pool", "async-pool"].map(
      (pool) => `${triathlon(root)} add ${runtime.toLowerCase()}/${pool} --to ../${pool}`,
    );
    const program = readFileSync(join(root, path), "utf8").replace(/^\/\*\*[^]*?\*\/\n/, "");
    return `## ${runtime}\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\`\n\n\`\`\`ts notes\n${program}\`\`\``;
  });
  const [before, after] = readme.markdown.split(COPY);
  if (after === undefined)
    throw new Error(`Cannot make the first page: wanted a heading "Copy" in the README, found none`);
  return { ...readme, markdown: [before, "<!-- tabs -->", ...tabs, "<!-- /tabs -->", COPY.trim(), after].join("\n\n") };
}
