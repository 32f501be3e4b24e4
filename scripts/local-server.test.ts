/** That no server outlives what has started it. */
import { once } from "node:events";
import process from "node:process";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { noServer } from "./nats-server.ts";
import { noPostgres } from "./postgres-server.ts";
import { noRedis } from "./redis-server.ts";
import { testFolder } from "../test/support/test-folder.ts";

const TSX = import.meta.resolve("tsx");

describe.each([
  ["NatsServer", "nats-server.ts", noServer],
  ["PostgresServer", "postgres-server.ts", noPostgres],
  ["RedisServer", "redis-server.ts", noRedis],
])("a %s", (name, file, missing) => {
  test.skipIf(missing)("is gone when its program was killed", async () => {
    const program = `
      import { ${name} } from ${JSON.stringify(new URL(file, import.meta.url).href)};
      const server = new ${name}(${JSON.stringify(testFolder())});
      await server.start();
      console.log(server.running.pid);
      setInterval(() => {}, 1000);
    `;
    const args = ["--import", TSX, "--input-type=module", "-e", program];
    const starter = execa(process.execPath, args, { reject: false, buffer: false });
    const [line] = (await once(starter.stdout, "data")) as [Buffer];
    const pid = Number(String(line));
    expect(isThere(pid)).toBe(true);
    starter.kill("SIGKILL");
    await starter;
    while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
