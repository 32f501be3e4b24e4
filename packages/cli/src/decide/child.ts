/** A process that tries one candidate: the only place where the user's function runs. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import { residentBytes } from "./group-memory.ts";
import type { Answers, Order } from "./in-child/candidate.ts";

/** Why a candidate is out: its process ended, or was ended, or said so itself. */
export class Failed extends Error {
  override readonly name = "Failed";
}

export interface ChildOptions {
  /** What begins the lines of its answers. */
  mark: string;
  /** The working folder of the function: the user's own. */
  folder: string;
  /** Resident bytes of the process and all that it starts, at which it is ended. */
  memoryLimit: number;
}

/** How often memory is looked at while it works. */
const WATCH_MS = 100;
/** Of what it printed, for whoever wants to know why it failed. */
const TAIL_CHARACTERS = 4000;
const TAIL_LINES = 8;

/** Those that run: ended with the command, however that ends. */
const running = new Set<Child>();

export class Child {
  /** Why it is over, once it is. */
  over: string | undefined;
  readonly #process: ChildProcess;
  readonly #options: ChildOptions;
  #tail = "";
  /** Of the order that is not answered yet. */
  #resolve = (_value: unknown): void => {};
  #reject = (_error: Failed): void => {};

  constructor(program: string, args: readonly string[], options: ChildOptions) {
    this.#options = options;
    this.#process = spawn(program, args, {
      cwd: options.folder,
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own: a terminal's Ctrl-C reaches the command alone, and all that it starts is ended with it.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    running.add(this);
    const { stdin, stdout, stderr } = this.#process;
    stdin?.on("error", () => {}); // its end tells
    if (stdout) createInterface({ input: stdout }).on("line", (line) => this.#hear(line));
    stderr?.on("data", (text: Buffer) => this.#print(String(text)));
    this.#process.on("error", (error) => this.#end(`could not be started: ${error.message}`));
    this.#process.on("exit", (code, signal) => {
      // What it said last may still be on its way.
      setTimeout(() => this.#end(`ended with ${signal ?? `exit code ${code}`}${this.#said()}`), 50);
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** @throws {Failed} when it fails, ends, takes too much memory, or does not answer in time; it is ended then */
  async ask<Do extends Order["do"]>(order: Order & { do: Do }, milliseconds: number): Promise<Answers[Do]> {
    if (this.over !== undefined) throw new Failed(this.over);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const late = setTimeout(
      () => this.end(`did not answer within ${Math.round(milliseconds)} ms${this.#said()}`),
      milliseconds,
    );
    const watch = setInterval(() => this.#watchMemory(), WATCH_MS);
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    try {
      return (await answer) as Answers[Do];
    } finally {
      clearTimeout(late);
      clearInterval(watch);
    }
  }

  /** Ends it with all that it started. */
  end(why: string): void {
    this.#end(why);
    endGroup(this.#process);
  }

  #hear(line: string): void {
    const { mark } = this.#options;
    if (!line.startsWith(mark)) return this.#print(`${line}\n`);
    const { value, failed } = JSON.parse(line.slice(mark.length)) as { value?: unknown; failed?: string };
    if (failed === undefined) this.#resolve(value);
    else this.end(failed);
  }

  #print(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
  }

  #said(): string {
    // The last lines, without colours.
    const text = stripVTControlCharacters(this.#tail).trim().split("\n").slice(-TAIL_LINES).join("\n");
    return text && `: ${text}`;
  }

  #end(why: string): void {
    this.over ??= why;
    running.delete(this);
    this.#reject(new Failed(this.over));
  }

  #watchMemory(): void {
    const found = this.pid === undefined ? null : residentBytes(this.pid);
    if (found === null || found <= this.#options.memoryLimit) return;
    this.end(`was ended at ${mebibytes(found)} of memory: at most ${mebibytes(this.#options.memoryLimit)} are allowed`);
  }
}

/** Ends whatever still runs. */
export function endAll(): void {
  for (const child of running) child.end("was ended");
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/PID", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
