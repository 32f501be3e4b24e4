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

    // Short tasks are held ahead, and taken back from a worker that is busy: but not what was moved to it.
    for (let i = 0; i < 30; i++) await pool.submit("double", [new Uint8Array(1)]);
    for (let i = 0; i < 30; i++) await pool.submit("spin", [0]);
    const many = Array.from({ length: 300 }, (_, i) => new Uint8Array([i % 100]));
    const ends = many.map((one, i) => {
      if (i % 50 === 1) void pool.submit("spin", [20]);
      return pool.submit("double", [one], { transfer: [one.buffer] });
    });
    const wrong = (await Promise.allSettled(ends)).flatMap((end, i) => {
      const byte = end.status === "fulfilled" ? end.value[0] : String(end.reason);
      return byte === 2 * (i % 100) ? [] : [`call ${i}: ${byte}`];
    });
    check.equal("behind a task that turns out long, each is moved once", wrong.slice(0, 3), []);

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
    if (cell.capabilities.sharesMemory) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      check.equal("so is that of WebAssembly", await pool.submit("kindOf", [memory]), "WebAssembly.Memory");
    }
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;
