/** A worker that computes for ever before it gets as far as its tasks. */
for (;;);
