/** One of the servers of `http-server.ts`. All of them listen on the same port: the kernel shares the connections out. */

// The answer tells who gave it. That it listens is told to the parent.
Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  reusePort: true,
  fetch: () => new Response(String(process.pid), { headers: { connection: "close" } }),
});
process.send?.("listening");
