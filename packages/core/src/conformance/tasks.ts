/** What the workers of all conformance programs can do. Runtime-neutral: the same files are served in all cells. */
export { tellMemory } from "./million/memory.ts";
export * from "./schedules/tasks.ts";
export * from "./tasks/context.ts";
export * from "./tasks/emitting.ts";
export * from "./tasks/faults.ts";
export * from "./tasks/ordinary.ts";
export * from "./tasks/thrown.ts";
