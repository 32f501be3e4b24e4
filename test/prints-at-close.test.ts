/** What a task has printed is read to its end, though its process leaves before a slow reader has it. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const POOL = new URL("../packages/node-examples/src/multiprocessing/process-pool.ts", import.meta.url).href;
const MEBIBYTES = 8;

test("what a task of Node's process pool has printed arrives whole, however slowly it is read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "prints-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "worker.ts"),
    `import { serve } from ${JSON.stringify(POOL)};
    serve({ print: () => { for (let i = 0; i < ${MEBIBYTES}; i++) process.stdout.write("x".repeat(2 ** 20)); } });`,
  );
  await writeFile(
    join(folder, "main.ts"),
    `import { fork } from "node:child_process";
    import { ProcessPool } from ${JSON.stringify(POOL)};
    const create = () => fork(new URL("./worker.ts", import.meta.url), { serialization: "advanced" });
    await using pool = new ProcessPool(create, { workers: 1, grace: 20_000 });
    await pool.submit("print", []);
    process.stderr.write("printed");`,
  );
  const program = spawn(process.execPath, [join(folder, "main.ts")], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = 0;
  program.stderr.once("data", () => program.stdout.on("data", (chunk: Buffer) => (printed += chunk.length)));
  await new Promise((resolve) => program.on("close", resolve));
  expect(printed).toBe(MEBIBYTES * 2 ** 20);
});
