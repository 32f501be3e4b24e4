/** What the servers have in common that studies and tests start, for a machine of their own: this one. */
import type { ResultPromise } from "execa";
import { Guard } from "./study/guard.ts";

/** How its program is started: in a group of its own, which Ctrl-C does not reach, and which the guard ends. */
export const IN_A_GROUP = { detached: true, cleanup: false } as const;

/** A server on a free port of this machine alone, its data in a folder of the caller's. It ends with this process, however that ends. */
export abstract class LocalServer {
  /** What it listens on; 0 until it was started. */
  port = 0;
  /** The one that was started last. */
  protected running: (PromiseLike<unknown> & Pick<ResultPromise, "kill" | "pid">) | undefined;
  #guard: Guard | undefined;

  get url(): string {
    return this.urlAt(this.port);
  }

  /** By another way to it, from this machine. */
  abstract urlAt(port: number): string;

  /** On the port and with the data that it had before. */
  abstract start(): Promise<void>;

  /** As a crash would; its data stay. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** To be called with each that is started {@link IN_A_GROUP}. */
  protected begun(server: NonNullable<typeof this.running>): void {
    this.running = server;
    this.#guard ??= new Guard();
    if (server.pid !== undefined) this.#guard.watch(server.pid);
  }

  protected async end(signal: NodeJS.Signals): Promise<void> {
    this.running?.kill(signal);
    await this.running;
    this.#guard?.[Symbol.dispose]();
    this.#guard = undefined;
  }

  /** As one is that has too much to do: it takes what is sent, and answers nothing until it goes on. */
  pause(): void {
    this.running?.kill("SIGSTOP");
  }

  goOn(): void {
    this.running?.kill("SIGCONT");
  }

  /** At once, with all that it has of the system. */
  stop(): Promise<void> {
    return this.kill();
  }
}
