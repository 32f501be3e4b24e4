/** A worker that never gets as far as its tasks. */
setInterval(() => {}, 1000);
await new Promise(() => {});
