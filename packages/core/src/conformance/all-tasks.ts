/** What the workers of the conformance programs serve. */
export * from "./tasks.ts";
export * from "./schedules/tasks.ts";
export { tellMemory } from "./million/memory.ts";
