/** One of the servers of `http-server.ts`. All of them listen on the same port: the kernel shares the connections out. */

// The answer tells who gave it. That it listens is told on stdout.
Deno.serve(
  {
    hostname: "127.0.0.1",
    port: Number(Deno.args[0]),
    reusePort: true,
    onListen: () => console.log("listening"),
  },
  () => new Response(String(Deno.pid), { headers: { connection: "close" } }),
);
