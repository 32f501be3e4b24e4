/** The process of `memory-per-worker-wrong.ts`: answers what stands in a row of a table that it makes for itself. */

const table = new Float64Array(8 * 1024 * 1024).map((_, row) => row * row);

process.on("message", ({ row }: { row: number }) => process.send?.(table[row]));
