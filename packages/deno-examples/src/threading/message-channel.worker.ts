/** The workers of `message-channel.ts`: each plays the ball back through its port, until it went over the net ten times. */
interface Given {
  name: string;
  port: MessagePort;
  begins: boolean;
}

self.addEventListener("message", ({ data }: MessageEvent<Given>) => {
  const { name, port, begins } = data;
  port.addEventListener("message", ({ data: times }: MessageEvent<number>) => {
    if (times < 10) port.postMessage(times + 1);
    else {
      self.postMessage(`${name}: the ball went over the net ${times} times`);
      port.close();
    }
  });
  port.start();
  if (begins) port.postMessage(1);
});
