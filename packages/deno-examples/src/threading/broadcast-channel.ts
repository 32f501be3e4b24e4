/**
 * Tell all threads at once.
 *
 * Shows: whoever opens a `BroadcastChannel` of a name hears what any other posts there, and not what it posts
 *   itself.
 * Use when: every worker must hear the same: new settings, a cache to be emptied, the end.
 * Not when: one worker is meant: each channel costs every listener a message.
 * Run: deno run --allow-read=packages/deno-examples/src packages/deno-examples/src/threading/broadcast-channel.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/reference/web_platform_apis/#web-workers
 */
async function start(name: string): Promise<Worker> {
  const worker = new Worker(new URL("./broadcast-channel.worker.ts", import.meta.url), { type: "module" });
  worker.postMessage(name);
  await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  return worker;
}

// Who has not opened the channel yet hears nothing: first all say that they listen.
const workers = await Promise.all(["a", "b", "c"].map(start));
const channel = new BroadcastChannel("settings");
const heard: string[] = [];
const answered = new Promise<void>((resolve) => {
  channel.addEventListener("message", (event) => {
    heard.push((event as { data: string }).data);
    if (heard.length === workers.length) resolve();
  });
});
channel.postMessage({ colour: "green" });
await answered;
console.log(heard.sort().join("; ")); // => a has green; b has green; c has green

channel.close();
for (const worker of workers) worker.terminate();
