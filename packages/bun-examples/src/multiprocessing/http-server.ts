/**
 * Serve HTTP from several processes on one port.
 *
 * Shows: one port, several processes; the kernel shares connections out by their addresses, on Linux.
 * Use when: one core is not enough for the requests, and the answers need no common memory.
 * Not when: on macOS and Windows, where one process gets everything; or where requests share state in memory.
 * Run: bun packages/bun-examples/src/multiprocessing/http-server.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/guides/http/cluster
 */
const SERVERS = 3;

// A port that is free: the system gives one, and it is let go of at once.
const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
const { port } = listener;
listener.stop(true);

// Each server is a process, which ends with this one. It says when it listens.
const entry = Bun.fileURLToPath(new URL("./http-server.worker.ts", import.meta.url));
const servers: Bun.Subprocess[] = [];
await Promise.all(
  Array.from({ length: SERVERS }, () => {
    const listening = Promise.withResolvers<void>();
    servers.push(
      Bun.spawn([process.execPath, "--no-orphans", entry, String(port)], {
        ipc: () => listening.resolve(),
        stdio: ["ignore", "inherit", "inherit"],
      }),
    );
    return listening.promise;
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
for (const server of servers) server.kill();
await Promise.all(servers.map((server) => server.exited));
console.log(`${counts.size} of ${SERVERS} processes answered ${answers.length} requests`);
