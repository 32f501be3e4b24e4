/** A worker that imports something no parser takes; from a URL of its own, or the tools would refuse this file. */
const broken = "data:text/javascript,let let = ;";
await import(broken);
