/** What the servers have in common that studies and tests start, for a machine of their own: this one. */
import type { ResultPromise } from "execa";

/** A server on a free port of this machine alone, its data in a folder of the caller's. It ends with this process, however that ends. */
export abstract class LocalServer {
  /** What it listens on; 0 until it was started. */
  port = 0;
  /** The one that was started last. */
  protected running: (PromiseLike<unknown> & Pick<ResultPromise, "kill">) | undefined;

  get url(): string {
    return this.urlAt(this.port);
  }

  /** By another way to it, from this machine. */
  abstract urlAt(port: number): string;

  /** On the port and with the data that it had before. */
  abstract start(): Promise<void>;

  /** As a crash would; its data stay. */
  async kill(): Promise<void> {
    this.running?.kill("SIGKILL");
    await this.running;
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
