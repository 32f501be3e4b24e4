/** A way to a server of this machine, on which a test says what becomes of each piece. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What becomes of a piece: it goes on when this has resolved, or never. One function for each connection. */
export type Passing = (piece: Buffer, to: "server" | "client") => Promise<boolean> | boolean;

/** @returns the port to connect to instead, until the test is over */
export async function proxyTo(port: number, connection: () => Passing): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const passing = connection();
    const far = connect(port, "127.0.0.1");
    const join = (from: Socket, to: Socket, side: "server" | "client"): void => {
      let last = Promise.resolve();
      sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (piece: Buffer) => {
        const passes = passing(piece, side);
        last = last.then(async () => void ((await passes) && !to.destroyed && to.write(piece)));
      });
      from.on("error", () => {}); // "close" follows
      from.on("close", () => to.destroy());
    };
    join(near, far, "server");
    join(far, near, "client");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
