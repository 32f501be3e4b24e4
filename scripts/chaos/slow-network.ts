/** A way to a server on which each piece is late, and which can be cut. */
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** Milliseconds by which a piece may be late. */
const DELAY = 15;

export class SlowNetwork {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((near) => {
    const far = connect(this.#port, "127.0.0.1");
    this.#join(near, far);
    this.#join(far, near);
  });
  readonly #port: number;

  /** @param port of the server, on this machine */
  constructor(port: number) {
    this.#port = port;
  }

  /** @returns the port of this machine to connect to instead */
  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(from: Socket, to: Socket): void {
    let last = Promise.resolve();
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (piece) => {
      const late = new Promise((resolve) => setTimeout(resolve, Math.random() * DELAY));
      last = Promise.all([last, late]).then(() => void (to.destroyed || to.write(piece)));
    });
    from.on("error", () => {}); // "close" follows
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
