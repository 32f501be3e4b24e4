/** The workers of `broadcast-channel.ts`: each says that it listens, and on the channel what it has heard. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", (name: string) => {
  const channel = new BroadcastChannel("settings");
  channel.addEventListener("message", (event) => {
    const { colour } = (event as { data: { colour?: string } }).data;
    if (colour !== undefined) channel.postMessage(`${name} has ${colour}`);
  });
  parentPort!.postMessage("listens");
});
