/** How an execution model was used: the same model with another number of workers is another variant. */
import { cell } from "@triathlon/core/results/record";
import type { z } from "zod";

export const variant = cell.pick({ model: true, workers: true, concurrency: true });
export type Variant = z.infer<typeof variant>;

export const variantOf = ({ model, workers, concurrency }: Variant): Variant => ({ model, workers, concurrency });

export const isVariant = (cell: Variant, { model, workers, concurrency }: Variant): boolean =>
  cell.model === model && cell.workers === workers && cell.concurrency === concurrency;

/** Each once, in the order of the cells. */
export const variantsOf = (cells: readonly Variant[]): Variant[] =>
  cells.filter((cell, index) => cells.findIndex((other) => isVariant(other, cell)) === index).map(variantOf);
