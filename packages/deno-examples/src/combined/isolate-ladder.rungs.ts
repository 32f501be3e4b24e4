/** The rungs of `isolate-ladder.ts`: four places to run the same function in, each further away than the one before. */
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { type Answer, guest, type Question } from "@triathlon/core/examples/combined/isolate-ladder.guest";

export interface Isolate {
  /** One question at a time. */
  call(question: Question): Answer | Promise<Answer>;
  close(): void;
  /** Of a process of its own. */
  pid?: number | undefined;
}

export const rungs: Record<string, () => Isolate | Promise<Isolate>> = {
  // The same globals, the same modules, the same thread.
  function: () => ({ call: (question) => guest(question), close: () => undefined }),

  // Globals of its own, in the same thread and the same heap. A context has no modules; it is given the text of the function.
  "vm context": () => {
    const inside: typeof guest = vm.runInContext(`(${guest.toString()})`, vm.createContext());
    return { call: (question) => inside(question), close: () => undefined };
  },

  // A thread and a heap of its own, in the same process. Messages are copied, except memory that is shared.
  worker: async () => {
    const worker = new Worker(new URL("./isolate-ladder.worker.ts", import.meta.url), { type: "module" });
    const message = (): Promise<Answer> =>
      new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data), { once: true }));
    await message();
    return {
      call: (question) => {
        worker.postMessage(question);
        return message();
      },
      close: () => worker.terminate(),
    };
  },

  // A process of its own: nothing is shared, and everything is copied as text.
  process: async () => {
    const entry = fileURLToPath(new URL("./isolate-ladder.process.ts", import.meta.url));
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", entry],
      stdin: "piped",
      stdout: "piped",
    });
    const child = command.spawn();
    const input = child.stdin.getWriter();
    const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const message = async (): Promise<Answer> => JSON.parse((await output.read()).value ?? "null");
    await message();
    return {
      call: async (question) => {
        await input.write(new TextEncoder().encode(JSON.stringify(question)));
        return message();
      },
      close: () => {
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended by itself.
        }
      },
      pid: child.pid,
    };
  },
};
