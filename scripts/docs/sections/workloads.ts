/** The workloads in `packages/core/src/workloads`, by their own descriptions. */
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import type { Description } from "@triathlon/core/workloads/workload";
import { modulesIn } from "../../modules-in.ts";
import { table } from "../../report/markdown.ts";
import type { DocumentPlace } from "../section.ts";

const FOLDER = "packages/core/src/workloads";

export async function generate({ root, document }: DocumentPlace): Promise<string> {
  const names = modulesIn(join(root, FOLDER)).filter((name) => name !== "workload");
  const rows = await Promise.all(
    names.map(async (name) => {
      const url = pathToFileURL(join(root, FOLDER, `${name}.ts`)).href;
      const { description } = (await import(url)) as { description: Description };
      const link = posix.relative(posix.dirname(document), `${FOLDER}/${name}.ts`);
      return [`[\`${description.name}\`](${link})`, description.kind, description.summary, sizesOf(description)];
    }),
  );
  return table(["workload", "kind", "what it does", "sizes"], rows);
}

/** Those of a default run are bold. */
function sizesOf({ sizes, defaultSizes }: Description): string {
  return Object.keys(sizes)
    .map((size) => (defaultSizes.includes(size) ? `**${size}**` : size))
    .join(", ");
}
