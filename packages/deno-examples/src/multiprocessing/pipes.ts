/**
 * Talk with a child process through its pipes, and see how it ends.
 *
 * Shows: a pipe each way, a signal, and the three ends a process can have: by itself, by an exit code that says
 *   why, by a signal.
 * Use when: the other side is a program of its own, perhaps in another language.
 * Not when: both sides are yours: messages carry values, and a pool tells them apart.
 * Run: deno run --allow-run=deno packages/deno-examples/src/multiprocessing/pipes.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/deno/~/Deno.Command
 */
import { fileURLToPath } from "node:url";

const start = (): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", fileURLToPath(new URL("./pipes.worker.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
const describe = ({ code, signal }: Deno.CommandStatus): string =>
  `exit code ${signal ? null : code}, signal ${signal}`;

async function write(child: Deno.ChildProcess, text: string): Promise<void> {
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
}

// A line there, a line back. Bytes come in pieces of any length: here each line is short, and comes whole.
const child = start();
const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
await write(child, "hello\n");
console.log((await lines.read()).value?.trim()); // => HELLO

// The end of its input is how a filter hears that it may go.
await child.stdin.close();
console.log(`at the end of its input: ${describe(await child.status)}`); // => at the end of its input: exit code 0, signal null

// It says with an exit code that something was wrong with what it was given.
const wrong = start();
await write(wrong, "?\n");
await wrong.stdin.close();
console.log(`given nonsense: ${describe(await wrong.status)}`); // => given nonsense: exit code 2, signal null

// A signal ends it from outside; it can heed SIGTERM, and clean up first, but not SIGKILL.
const killed = start();
killed.kill("SIGKILL");
console.log(`killed: ${describe(await killed.status)}`); // => killed: exit code null, signal SIGKILL
await Promise.all([
  lines.cancel(),
  wrong.stdout.cancel(),
  killed.stdout.cancel(),
  killed.stdin.close().catch(() => {}),
]);
