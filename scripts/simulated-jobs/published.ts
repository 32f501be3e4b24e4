/** Where the documents have their figures of jobs from. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readDocument } from "../read-document.ts";
import { type Answers, answers, PUBLISHED } from "./answers.ts";
import { type Capacity, capacity } from "./capacity.ts";
import { type Comparison, comparison } from "./compare.ts";
import { PICTURES } from "./pictures.ts";

export const CAPACITY = "docs/results/simulated-jobs/capacity.json";
export const COMPARED = "docs/results/simulated-jobs/compared.json";

/** @throws {UsageError} as `readDocument` */
export const readAnswers = (root: string): Answers =>
  readDocument(join(root, PUBLISHED.file), answers, {
    wanted: "what simulated jobs answer",
    hint: "run `pnpm simulate:jobs --publish`",
  });

/** Null where there are none. @throws {UsageError} as `readDocument` */
export const readCapacity = (root: string): Capacity | null => readMeasured(root, CAPACITY, capacity);

/** Null where there are none. @throws {UsageError} as `readDocument` */
export const readComparisons = (root: string): Comparison[] | null => readMeasured(root, COMPARED, z.array(comparison));

function readMeasured<Schema extends z.ZodType>(root: string, file: string, schema: Schema): z.output<Schema> | null {
  const place = join(root, file);
  if (!existsSync(place)) return null;
  return readDocument(place, schema, { wanted: "what was measured of jobs", hint: "run `pnpm simulate:jobs --help`" });
}

/** @param name of the question */
export const pictureFile = (name: string): string => `docs/results/simulated-jobs/${name}.svg`;

export async function pictureOf(name: string, found: Answers): Promise<string> {
  // Loaded where something is drawn: the library takes its time.
  const [{ drawn }, { svgFile }] = await Promise.all([
    import("../report/pictures/draw-pictures.ts"),
    import("../report/pictures/svg-file.ts"),
  ]);
  return svgFile(await drawn(PICTURES[name]!(found)));
}
