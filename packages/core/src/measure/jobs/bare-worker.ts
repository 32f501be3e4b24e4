/**
 * Does jobs that do nothing, without a pool, until it is ended.
 *
 *     … bare-worker.ts <servers> <jobs at once> <"look", or "do not look"> for a result first
 */
import process from "node:process";
import { serveBare } from "./bare.ts";

const [servers = "", slots, look] = process.argv.slice(-3);
const serving = serveBare(servers, Number(slots), look === "look");
console.log("ready");
await serving;
