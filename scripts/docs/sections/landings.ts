/** Where a copied pool lands: the table that the landing tests assert. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { table } from "../../report/markdown.ts";
import { FORMS, TYPED } from "../../versions/versions-report.ts";
import type { DocumentPlace } from "../section.ts";

const landings = z.object({
  places: z.array(
    z.object({
      title: z.string(),
      lands: z.array(
        z.object({
          outcome: z.string(),
          items: z.array(z.string()),
          forms: z.array(z.enum(FORMS)).optional(),
          why: z.string().optional(),
          how: z.string().optional(),
        }),
      ),
    }),
  ),
});

export function generate({ root }: DocumentPlace): string {
  const { places } = landings.parse(JSON.parse(readFileSync(join(root, "packages/cli/src/landings.json"), "utf8")));
  const rows = places.flatMap(({ title, lands }) =>
    lands.map(({ outcome, items, forms, why, how }, i) => [
      i === 0 ? title : "",
      items.map((name) => `\`${name}\``).join(" "),
      forms?.map((form) => TYPED[form]).join(" ") ?? "every",
      outcome,
      [why && `Why: ${why}.`, how && `${outcome === "cannot" ? "Instead" : "How"}: ${how}.`].filter(Boolean).join(" "),
    ]),
  );
  return table(["in", "pools", "form", "lands", ""], rows);
}
