/** A process that tries one candidate: the only place where the user's function runs. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { extname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { residentBytes } from "./group-memory.ts";
import type { Answers, Order } from "./in-child/orders.ts";
import { ARGS, ownRuntime } from "./runtimes.ts";

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
const TAIL_LINE_CHARACTERS = 300;

/** A timer of more would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** What it is at, by what it was asked. */
const DOING: Record<Order["do"], string> = {
  load: "while its module was imported and inputs were made",
  probe: "while it was called alone",
  cross: "while its arguments and answer were cloned",
  answers: "while its answers were compared",
  batch: "while its calls were timed",
  lateness: "while the loop was watched",
  arrivals: "while calls arrived",
};

/** What it means that it does not answer. */
const LATE: Partial<Record<Order["do"], string>> = { probe: ": its calls do not end, or take too long" };

/** Those that run: ended with the command, however that ends. */
const running = new Set<Child>();
/** Told who they are, while there is one. */
let guard: ChildProcess | undefined;

/**
 * Starts the process that ends the candidates if the command is killed. Windows has no groups, and no guard.
 *
 * @returns what ends it, once nobody runs
 */
export function startGuard(): () => void {
  if (process.platform === "win32") return () => {};
  const file = fileURLToPath(new URL(`./guard${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
  // A group of its own: it outlives a Ctrl-C too.
  const own = spawn(process.execPath, [...ARGS[ownRuntime()], file], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  own.on("error", () => {}); // candidates run without it, too
  own.stdin?.on("error", () => {});
  guard = own;
  return () => {
    own.stdin?.end();
    if (guard === own) guard = undefined;
  };
}

export class Child {
  /** Why it is over, once it is. */
  over: string | undefined;
  readonly #process: ChildProcess;
  readonly #options: ChildOptions;
  #tail = "";
  /** What it is at; empty where it waits for an order. */
  #doing = "";
  /** Of the order that is not answered yet. */
  #resolve = (_value: unknown): void => {};
  #reject = (_error: Failed): void => {};
  /** What has come of the line that is not ended yet. */
  #line = "";

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
    if (this.pid !== undefined) guard?.stdin?.write(`+${this.pid}\n`);
    const { stdin, stdout, stderr } = this.#process;
    stdin?.on("error", () => {}); // its end tells
    stdout?.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    stderr?.on("data", (text: Buffer) => this.#print(String(text)));
    this.#process.on("error", (error) => this.#end(`could not be started: ${error.message}`));
    this.#process.on("exit", (code, signal) => {
      endGroup(this.#process); // its workers, which nobody tells anything any more
      guard?.stdin?.write(`-${this.pid}\n`);
      // What it said last may still be on its way.
      const doing = this.#doing && ` ${this.#doing}`;
      setTimeout(() => this.#end(`ended with ${signal ?? `exit code ${code}`}${doing}${this.#said()}`), 50);
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
    this.#doing = DOING[order.do];
    const late = setTimeout(
      () =>
        this.end(
          `did not answer within ${Math.round(milliseconds / 1000)} s, ${this.#doing}${LATE[order.do] ?? ""}${this.#said()}`,
        ),
      Math.min(milliseconds, LONGEST_TIMER_MS),
    );
    const watch = setInterval(() => this.#watchMemory(), WATCH_MS);
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    try {
      return (await answer) as Answers[Do];
    } finally {
      this.#doing = "";
      clearTimeout(late);
      clearInterval(watch);
    }
  }

  /** Ends it with all that it started. */
  end(why: string): void {
    this.#end(why);
    endGroup(this.#process);
  }

  /** Lines that begin with the mark are answers; what stands between them was printed, and may be of any length. */
  #hear(text: string): void {
    const { mark } = this.#options;
    for (let rest = text; rest !== "";) {
      const end = rest.indexOf("\n") + 1 || rest.length;
      this.#line += rest.slice(0, end);
      rest = rest.slice(end);
      const isAnswer = this.#line.startsWith(mark);
      if (this.#line.endsWith("\n")) {
        if (!isAnswer || !this.#take(this.#line.slice(mark.length))) this.#print(this.#line);
        this.#line = "";
      } else if (!isAnswer && this.#line.length > TAIL_CHARACTERS) {
        this.#print(this.#line);
        this.#line = this.#line.slice(-TAIL_CHARACTERS);
      }
    }
  }

  /** @returns whether it was an answer: the function may have printed the mark */
  #take(text: string): boolean {
    try {
      const { value, failed } = JSON.parse(text) as { value?: unknown; failed?: string };
      if (failed === undefined) this.#resolve(value);
      else this.end(failed);
      return true;
    } catch {
      return false;
    }
  }

  #print(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
  }

  #said(): string {
    // The last lines, without colours.
    const said = this.#tail + (this.#line.startsWith(this.#options.mark) ? "" : this.#line);
    // Without what only points at a place in a line above, and without what is gone when it is read.
    const all = stripVTControlCharacters(said)
      .split("\n")
      .filter((line) => !/^[\s^~|]*$|^\s+at .*\.triathlon-decide-/.test(line));
    const error = all.findLastIndex((line) =>
      /^(?:Uncaught |error: |\(in promise\) )*\w*(?:Error|Exception)\b/.test(line),
    );
    const lines = all
      .slice(error === -1 ? -TAIL_LINES : error)
      .slice(0, TAIL_LINES)
      .map((line) => (line.length > TAIL_LINE_CHARACTERS ? `${line.slice(0, TAIL_LINE_CHARACTERS)}…` : line));
    return lines.join("\n") && `: ${lines.join("\n")}`;
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
