/** The tasks of `image-pipeline.ts`: what a worker can be asked to do. */
import type { TaskContext } from "../../pool/tasks.ts";
import type { Image } from "./image-pipeline.ppm.ts";

/** Softens an image: each point becomes the average of the nine around it. Beyond the edge it goes on as at the edge. */
export function blur(this: TaskContext, { width, height, pixels }: Image): Image {
  const blurred = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const colour = at % 3;
    const x = Math.floor(at / 3) % width;
    const y = Math.floor(at / 3 / width);
    let sum = 0;
    for (const row of [Math.max(0, y - 1), y, Math.min(height - 1, y + 1)]) {
      for (const column of [Math.max(0, x - 1), x, Math.min(width - 1, x + 1)]) {
        sum += pixels[3 * (row * width + column) + colour] ?? 0;
      }
    }
    blurred[at] = sum / 9; // the fraction is dropped
  }
  // The new pixels are not copied: they move to the caller.
  return this.transfer({ width, height, pixels: blurred }, [blurred.buffer]);
}
