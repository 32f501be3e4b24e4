/** The rungs of `isolate-ladder.ts`: four places to run the same function in, each further away than the one before. */
import { fork } from "node:child_process";
import { once } from "node:events";
import vm from "node:vm";
import { Worker } from "node:worker_threads";
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
    await once(worker, "message");
    return {
      call: async (question) => {
        worker.postMessage(question);
        const [answer] = await once(worker, "message");
        return answer;
      },
      close: () => void worker.terminate(),
    };
  },

  // A process of its own: nothing is shared, and everything is copied as text.
  process: async () => {
    const child = fork(new URL("./isolate-ladder.process.ts", import.meta.url));
    await once(child, "message");
    return {
      call: async (question) => {
        child.send(question);
        const [answer] = await once(child, "message");
        return answer;
      },
      close: () => child.kill("SIGKILL"),
      pid: child.pid,
    };
  },
};
