/** Buffers are moved where the model can, and copied where it cannot; the bytes are right either way. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create();
    const { movesBuffers } = cell.capabilities;

    const bytes = new Uint8Array([1, 2, 3]);
    const doubled = await pool.submit("double", [bytes], { transfer: [bytes.buffer] });
    check.equal("the result is right", [...doubled], [2, 4, 6]);
    check.capability("movesBuffers", "the sender's buffer is detached", bytes.buffer.detached);

    const kept = new Uint8Array([4, 5]);
    await pool.submit("double", [kept]);
    check.equal("without transfer the sender keeps its bytes", [...kept], [4, 5]);

    const inputs = [1, 2, 3].map((byte) => new Uint8Array([byte]));
    const results: number[] = [];
    for await (const result of pool.map("double", inputs, { transfer: (input) => [input.buffer] }))
      results.push(...result);
    check.equal("map() transfers each input", results, [2, 4, 6]);
    check.equal(
      "and detaches it",
      inputs.map(({ buffer }) => buffer.detached),
      Array(3).fill(movesBuffers),
    );

    const large = new Uint8Array(4 * 1024 * 1024).fill(7);
    const back = await pool.submit("double", [large]);
    check.equal("four mebibytes travel whole", [back.length, back.every((byte) => byte === 14)], [large.length, true]);

    if (movesBuffers) {
      const gone = await check.rejects(
        "moving a buffer twice rejects",
        pool.submit("double", [bytes], { transfer: [bytes.buffer] }),
        "NotCloneable",
      );
      check.equal("as an argument", gone.part, "argument");
    }

    const shared = new Int32Array(new SharedArrayBuffer(4));
    const incremented = await pool.submit("increment", [shared]).catch((error: unknown) => error);
    check.capability(
      "sharesMemory",
      "what a task writes to shared memory is seen by the caller",
      shared[0] === 1,
      incremented,
    );
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;
