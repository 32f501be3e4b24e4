/** What a file in `formats/` exports. A new format is one new file there. */
import { readdirSync } from "node:fs";
import type { Report } from "../analysis/report.ts";
import type { Drawn } from "./pictures/draw-pictures.ts";
import type { Absent } from "./pictures/picture.ts";

export interface Format {
  /** Its file in the run's folder; null for text that is shown and not kept. */
  file: string | null;
  render: (report: Report, pictures: readonly (Drawn | Absent)[]) => string;
}

/** Every format found in `formats/`, in the order of their file names. */
export async function discoverFormats(): Promise<Format[]> {
  const folder = new URL("formats/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Promise.all(names.sort().map(async (name) => (await import(new URL(name, folder).href)) as Format));
}
