/**
 * Talk with a child process through its pipes, and see how it ends.
 *
 * Shows: a pipe each way, a signal, and the three ends a process can have: by itself, by an exit code that says
 *   why, by a signal.
 * Use when: the other side is a program of its own, perhaps in another language.
 * Not when: both sides are yours: messages carry values, and a pool tells them apart.
 * Run: node packages/node-examples/src/multiprocessing/pipes.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/child_process.html
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const start = () =>
  spawn(process.execPath, [fileURLToPath(new URL("./pipes.worker.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
const describe = ([exitCode, signal]: unknown[]): string => `exit code ${String(exitCode)}, signal ${String(signal)}`;

// A line there, a line back. Bytes come in pieces of any length: a reader makes lines of them.
const child = start();
const ended = once(child, "exit");
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
child.stdin.write("hello\n");
console.log((await lines.next()).value); // => HELLO

// The end of its input is how a filter hears that it may go.
child.stdin.end();
console.log(`at the end of its input: ${describe(await ended)}`); // => at the end of its input: exit code 0, signal null

// It says with an exit code that something was wrong with what it was given.
const wrong = start();
wrong.stdin.end("?\n");
console.log(`given nonsense: ${describe(await once(wrong, "exit"))}`); // => given nonsense: exit code 2, signal null

// A signal ends it from outside; it can heed SIGTERM, and clean up first, but not SIGKILL.
const killed = start();
killed.kill("SIGKILL");
console.log(`killed: ${describe(await once(killed, "exit"))}`); // => killed: exit code null, signal SIGKILL
