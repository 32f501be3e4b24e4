/**
 * Serve HTTP from several processes on one port.
 *
 * Shows: one port, several processes; the primary process hands out connections in turn.
 * Use when: one core is not enough for the requests, and the answers need no common memory.
 * Not when: requests share state in memory: it would be there once for each process.
 * Run: node packages/node-examples/src/multiprocessing/http-server.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/cluster.html
 */
import cluster from "node:cluster";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SERVERS = 3;

// Each worker is a process that runs the server; "listening" tells the address that all of them share.
cluster.setupPrimary({ exec: fileURLToPath(new URL("./http-server.worker.ts", import.meta.url)) });
const servers = Array.from({ length: SERVERS }, () => cluster.fork());
const addresses = await Promise.all(servers.map((server) => once(server, "listening")));
const [port] = new Set(addresses.map(([{ port }]) => Number(port)));
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
await Promise.all(servers.map((server) => once(server, "exit")));
console.log(`${counts.size} of ${SERVERS} processes answered ${answers.length} requests`);
