/** Says that it is there, and stays until its parent is gone. */
process.on("disconnect", () => process.exit());
process.send?.("ready");
