/** What a file in `formats/` exports. A new format is one new file there. */
import type { Report } from "../analysis/report.ts";
import { modulesIn } from "../modules-in.ts";
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
  return Promise.all(
    modulesIn(folder).map(async (name) => (await import(new URL(`${name}.ts`, folder).href)) as Format),
  );
}
