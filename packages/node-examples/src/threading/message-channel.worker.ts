/** The workers of `message-channel.ts`: each plays the ball back through its port, until it went over the net ten times. */
import { type MessagePort, parentPort } from "node:worker_threads";

interface Given {
  name: string;
  port: MessagePort;
  begins: boolean;
}

parentPort!.on("message", ({ name, port, begins }: Given) => {
  port.on("message", (times: number) => {
    if (times < 10) port.postMessage(times + 1);
    else {
      parentPort!.postMessage(`${name}: the ball went over the net ${times} times`);
      port.close();
    }
  });
  if (begins) port.postMessage(1);
});
