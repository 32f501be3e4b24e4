/** A worker whose module cannot be loaded. */
throw new Error("broken on purpose");
