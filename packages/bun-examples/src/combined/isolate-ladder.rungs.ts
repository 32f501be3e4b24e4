/** The rungs of `isolate-ladder.ts`: four places to run the same function in, each further away than the one before. */
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
    const worker = new Worker(new URL("./isolate-ladder.worker.ts", import.meta.url));
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
    let told = (_answer: Answer): void => undefined;
    const message = (): Promise<Answer> => new Promise((resolve) => (told = resolve));
    const ready = message();
    const entry = Bun.fileURLToPath(new URL("./isolate-ladder.process.ts", import.meta.url));
    const child = Bun.spawn([process.execPath, "--no-orphans", entry], {
      ipc: (answer) => told(answer),
      serialization: "json",
      stdio: ["ignore", "inherit", "inherit"],
    });
    await ready;
    return {
      call: (question) => {
        child.send(question);
        return message();
      },
      close: () => child.kill("SIGKILL"),
      pid: child.pid,
    };
  },
};
