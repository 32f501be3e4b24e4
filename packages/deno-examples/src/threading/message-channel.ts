/**
 * Let two workers talk without the main thread in between.
 *
 * Shows: a `MessageChannel` has two ports; each can be given away, and then messages go from worker to worker.
 * Use when: one worker hands on to another, and the main thread has nothing to add.
 * Not when: the main thread needs to know of each message anyway.
 * Run: deno run --allow-read=packages/deno-examples/src packages/deno-examples/src/threading/message-channel.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/reference/web_platform_apis/#web-workers
 */
const first = new Worker(new URL("./message-channel.worker.ts", import.meta.url), { type: "module" });
const second = new Worker(new URL("./message-channel.worker.ts", import.meta.url), { type: "module" });

// A port changes hands: after this it is of no use here.
const { port1, port2 } = new MessageChannel();
first.postMessage({ name: "first", port: port1, begins: true }, [port1]);
second.postMessage({ name: "second", port: port2, begins: false }, [port2]);

// The main thread hears of the end alone.
const end = await new Promise<string>((resolve) => {
  for (const worker of [first, second])
    worker.addEventListener("message", ({ data: text }: MessageEvent<string>) => resolve(text));
});
console.log(end); // => first: the ball went over the net 10 times
first.terminate();
second.terminate();
