/** The runner's side of the guard: see `guard-process.ts`. */
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";

const PROGRAM = fileURLToPath(new URL("./guard-process.ts", import.meta.url));

export class Guard implements Disposable {
  readonly #pipe: Writable;

  constructor() {
    const guard = execa(process.execPath, [PROGRAM], {
      stdin: "pipe",
      stdout: "ignore",
      stderr: "ignore",
      reject: false,
      detached: true,
      cleanup: false,
      env: cleanEnvironment(),
      extendEnv: false,
    });
    this.#pipe = guard.stdin;
    this.#pipe.on("error", () => {}); // the guard was killed: the run goes on without one
  }

  /** From now on this group dies with the runner. */
  watch(group: number): void {
    this.#pipe.write(`${group}\n`);
  }

  /** The group is gone: its number may belong to somebody else from now on. */
  release(): void {
    this.#pipe.write("0\n");
  }

  [Symbol.dispose](): void {
    this.release();
    this.#pipe.end();
  }
}
