/** The process of `memory-per-worker-wrong.ts`: answers what stands in a row of a table that it makes for itself. */

const table = new Float64Array(8 * 1024 * 1024).map((_, row) => row * row);

// A question is one byte, an answer one line.
const answer = new WritableStream<Uint8Array>({ write: ([row = 0]) => console.log(table[row]) });
void Deno.stdin.readable.pipeTo(answer);
