/** A worker that ends while it is loaded. */
import process from "node:process";

process.exit(3);
