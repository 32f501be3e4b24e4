/** A worker whose module throws while it is loaded. */
throw new Error("broken on purpose");
