/**
 * Talk with a child process through its pipes, and see how it ends.
 *
 * Shows: a pipe each way, a signal, and the three ends a process can have: by itself, by an exit code that says
 *   why, by a signal.
 * Use when: the other side is a program of its own, perhaps in another language.
 * Not when: both sides are yours: messages carry values, and a pool tells them apart.
 * Run: bun packages/bun-examples/src/multiprocessing/pipes.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/child-process
 */
const start = () =>
  Bun.spawn([process.execPath, Bun.fileURLToPath(new URL("./pipes.worker.ts", import.meta.url))], {
    stdin: "pipe",
    stdout: "pipe",
  });
const describe = ({ exitCode, signalCode }: ReturnType<typeof start>): string =>
  `exit code ${exitCode}, signal ${signalCode}`;

// A line there, a line back. Bytes come in pieces of any length: here each line is short, and comes whole.
const child = start();
const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
await child.stdin.write("hello\n");
await child.stdin.flush();
console.log((await lines.read()).value?.trim()); // => HELLO

// The end of its input is how a filter hears that it may go.
await child.stdin.end();
await child.exited;
console.log(`at the end of its input: ${describe(child)}`); // => at the end of its input: exit code 0, signal null

// It says with an exit code that something was wrong with what it was given.
const wrong = start();
await wrong.stdin.write("?\n");
await wrong.stdin.end();
await wrong.exited;
console.log(`given nonsense: ${describe(wrong)}`); // => given nonsense: exit code 2, signal null

// A signal ends it from outside; it can heed SIGTERM, and clean up first, but not SIGKILL.
const killed = start();
killed.kill("SIGKILL");
await killed.exited;
console.log(`killed: ${describe(killed)}`); // => killed: exit code null, signal SIGKILL
