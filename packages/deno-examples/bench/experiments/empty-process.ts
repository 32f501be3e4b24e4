/** Says that it is there, and stays until its parent is gone. */
Deno.stdout.writeSync(new TextEncoder().encode("ready"));
await Deno.stdin.read(new Uint8Array(1));
