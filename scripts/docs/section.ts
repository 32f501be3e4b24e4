/**
 * What a file in `sections/` exports. A Markdown file of the repository asks for a section by its file's name, between two
 * markers, and gets what it generates:
 *
 *     <!-- generated:workloads -->
 *     <!-- /generated:workloads -->
 *
 * What stands behind the name is handed to the section: `<!-- generated:code packages/core/src/pool/map.ts -->`.
 */
import { modulesIn } from "../modules-in.ts";

export interface Section {
  /** @param current what stands between the markers now */
  generate: (place: DocumentPlace, current: string) => string | Promise<string>;
}

/** Where the text is going, so that links can be relative. */
export interface DocumentPlace {
  /** The repository's folder. */
  root: string;
  /** The Markdown file, from the root, with `/`. */
  document: string;
  /** What stands behind the section's name in its marker; empty where nothing does. */
  argument: string;
}

/** In the order of columns. */
export const RUNTIMES = ["node", "deno", "bun"] as const;

const FOLDER = new URL("sections/", import.meta.url);

/** Names of the sections found in `sections/`. */
export const sectionNames = (): string[] => modulesIn(FOLDER);

export async function loadSection(name: string): Promise<Section> {
  return (await import(new URL(`${name}.ts`, FOLDER).href)) as Section;
}
