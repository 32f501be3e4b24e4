/** What the job workers of all runtimes can do for the tests. */
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import process from "node:process";
import type { TaskContext } from "../../pool/tasks.ts";

export { add, echo, spin, timeLeft, wait } from "../tasks/ordinary.ts";
export { raise } from "../tasks/thrown.ts";

/** Leaves a line in a file each time that it runs. */
export function leave(this: TaskContext, file: string, text: string): string {
  appendFileSync(file, `${text} ${this.jobId} ${process.pid}\n`);
  return text;
}

/** Leaves a line when it begins and one when it ends, after so many milliseconds. @returns what no other run of it does */
export async function mark(file: string, key: string, milliseconds: number): Promise<string> {
  const run = `${key} ${process.pid} ${crypto.randomUUID()}`;
  appendFileSync(file, `begun ${run}\n`);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  appendFileSync(file, `ended ${run}\n`);
  return run;
}

/** Leaves a line when it begins and one when it ends, after so many milliseconds or when its signal says so. */
export async function leaveSlowly(this: TaskContext, file: string, milliseconds: number): Promise<string> {
  appendFileSync(file, `begun ${process.pid}\n`);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    this.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      appendFileSync(file, `told to stop ${process.pid}\n`);
      resolve();
    });
  });
  appendFileSync(file, `ended ${process.pid}\n`);
  return "ended";
}

/** Kills the whole job worker that it runs in, as a crash of the machine would. */
export function killWorker(this: TaskContext, file: string): never {
  appendFileSync(file, `begun ${process.pid}\n`);
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

/** Says how far it is. */
export function steps(this: TaskContext, count: number): number {
  for (let done = 1; done <= count; done++) this.progress({ done });
  return count;
}

export function jobId(this: TaskContext): string | undefined {
  return this.jobId;
}

export const lengthOf = (text: string): number => text.length;

/** The first run leaves its process in the file and never ends; each later one ends at once. @returns the process that it runs in */
export async function stayAtFirst(file: string): Promise<number> {
  if (!existsSync(file)) {
    writeFileSync(file, String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  }
  return process.pid;
}
