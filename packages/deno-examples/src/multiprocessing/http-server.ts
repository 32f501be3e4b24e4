/**
 * Serve HTTP from several processes on one port.
 *
 * Shows: one port, several processes; the kernel shares connections out by their addresses, on Linux.
 * Use when: one core is not enough for the requests, and the answers need no common memory.
 * Not when: on macOS and Windows, where one process gets everything; or where requests share state in memory.
 * Run: deno run --allow-run=deno --allow-net=127.0.0.1 packages/deno-examples/src/multiprocessing/http-server.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/deno/~/Deno.ServeTcpOptions.reusePort
 */
import { fileURLToPath } from "node:url";

const SERVERS = 3;

// A port that is free: the system gives one, and it is let go of at once.
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr;
listener.close();

// Each server is a process with exactly the permission to listen there. `reusePort` is not stable yet.
const entry = fileURLToPath(new URL("./http-server.worker.ts", import.meta.url));
const args = ["run", "--no-prompt", "--unstable-net", `--allow-net=127.0.0.1:${port}`, entry, String(port)];
const servers = Array.from({ length: SERVERS }, () =>
  new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn(),
);

// Its first words are that it listens.
await Promise.all(
  servers.map(async ({ stdout }) => {
    const reader = stdout.getReader();
    await reader.read();
    reader.releaseLock();
  }),
);
console.log(`${SERVERS} servers listen on the same port`);

// Connections are shared out, not requests: each of these has a connection of its own, which the server closes.
const answers: string[] = [];
for (let round = 0; round < 10; round++) {
  const responses = await Promise.all(Array.from({ length: 10 }, () => fetch(`http://127.0.0.1:${port}/`)));
  answers.push(...(await Promise.all(responses.map((response) => response.text()))));
}
const counts = new Map<string, number>();
for (const pid of answers) counts.set(pid, (counts.get(pid) ?? 0) + 1);
for (const [pid, count] of counts) console.log(`process ${pid} answered ${count} times`);

// A server serves until it is told to end.
for (const server of servers) {
  server.kill("SIGTERM");
  await server.stdout.cancel();
  await server.status;
}
console.log(`${counts.size} of ${SERVERS} processes answered ${answers.length} requests`);
