/**
 * Does jobs by an arm that has no pool, until it is ended.
 *
 *     … worker.ts <arm> <address of the server> <jobs at once>
 */
import process from "node:process";
import { loadArm } from "./arm.ts";

const [name = "", server = "", slots] = process.argv.slice(-3);
const { serve } = await loadArm(name);
if (!serve) throw new TypeError(`Cannot do jobs: wanted an arm without a pool, found "${name}"`);
await serve(server, Number(slots));
console.log("ready");
