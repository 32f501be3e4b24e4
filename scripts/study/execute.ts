/** One execution: writes its order, starts a fresh process of a runtime, looks at it from outside, reads its answer. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Envelope } from "@triathlon/core/results/record";
import { z } from "zod";
import { cleanEnvironment } from "../clean-environment.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { writeFile } from "../files/write-files.ts";
import { argumentsOf, type AvailableRuntime, type Needs } from "./runtimes.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "./process-group.ts";

/** A program of a runtime. */
export type Program = Pick<AvailableRuntime, "binary" | "entry" | "arguments" | "environment">;

/** What one process is told, and how it is looked at. */
export interface Execution<Answer> {
  program: Program;
  /** What it may reach besides its folder. Default: nothing. */
  needs?: Needs;
  /** Variables besides the runtime's. */
  variables?: Readonly<Record<string, string>>;
  order: (folder: OrderFolder) => object;
  /** What it answers; where it failed, that is the same in all studies. */
  answer: z.ZodType<Answer>;
  timeLimitSeconds: number;
  /** Starts it and looks at it. Default: in a process group, by the runner's clock. */
  start?: (command: Command, folder: OrderFolder, options: GroupOptions) => Promise<GroupEnd>;
}

/** What runs beside it. */
export type Beside = Pick<GroupOptions, "signal" | "guard">;

/** How it ended, in the words of its record. */
export type Ending = Pick<
  Envelope,
  "outcome" | "reason" | "startedAt" | "wallSeconds" | "exitCode" | "signal" | "stderrTail" | "runnerCpuSeconds"
>;

export interface Executed<Answer> {
  ending: Ending;
  /** Null where it failed. */
  answer: Exclude<Answer, { outcome: "failed" }> | null;
  end: GroupEnd;
}

/** Never throws for what the program does. */
export async function execute<Answer>(
  {
    program,
    needs,
    variables,
    order,
    answer: wanted,
    timeLimitSeconds,
    start = (command, _, options) => runInGroup(command, options),
  }: Execution<Answer>,
  beside: Beside,
): Promise<Executed<Answer>> {
  using folder = new OrderFolder();
  folder.write(order(folder));
  const reach = needs && { ...needs, read: [...needs.read, folder.path], write: [...needs.write, folder.path] };
  const command = {
    file: program.binary,
    args: argumentsOf(program, reach ?? { read: [], write: [], net: [] }, folder.order),
    environment: cleanEnvironment({ ...program.environment, ...variables }),
    workingFolder: folder.path,
  };
  const startedAt = Date.now() / 1000;
  const end = await start(command, folder, { ...beside, timeLimitSeconds });
  const answer = folder.read(wanted);
  const reason = failureOf(end, "reason" in answer ? answer : null);
  return {
    ending: {
      outcome: reason === null ? "completed" : "failed",
      reason,
      startedAt,
      wallSeconds: end.wallSeconds,
      exitCode: end.exitCode,
      signal: end.signal,
      stderrTail: reason === null || end.stderrTail === "" ? null : end.stderrTail,
      runnerCpuSeconds: end.runnerCpuSeconds,
    },
    answer: reason === null && "completed" in answer ? (answer.completed as Executed<Answer>["answer"]) : null,
    end,
  };
}

/** There is no figure: the program says that it failed, or nothing that can be read. */
type NoFigures = { said: "failed" | "nothing"; reason: string };

/** The most telling reason first; null when there is none. */
function failureOf({ endedBecause, exitCode, signal }: GroupEnd, answer: NoFigures | null): string | null {
  const failed = answer?.said === "failed" ? answer.reason : null;
  return endedBecause ?? failed ?? exitReason({ exitCode, signal }) ?? answer?.reason ?? null;
}

/** What is wrong with how a program ended; null when it exited with code 0. */
export function exitReason({ signal, exitCode }: Pick<GroupEnd, "signal" | "exitCode">): string | null {
  if (signal !== null) return `was ended by ${signal}`;
  return exitCode === 0 ? null : `exited with code ${exitCode}`;
}

const failed = z.object({ outcome: z.literal("failed"), reason: z.string() });

/** A fresh folder for one execution: the order lies in it, and the answer comes back to it. */
export class OrderFolder extends TemporaryFolder {
  readonly order = join(this.path, "order.json");
  readonly answer = join(this.path, "answer.json");
  /** Made by a program whose memory is to be read. */
  readonly barrier = join(this.path, "barrier");

  write(order: object): void {
    writeFile(this.order, JSON.stringify(order));
  }

  /** The answer, or what is wrong with it. */
  read<Answer>(wanted: z.ZodType<Answer>): { completed: Answer } | NoFigures {
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(this.answer, "utf8"));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT"
        ? { said: "nothing", reason: "ended without an answer" }
        : { said: "nothing", reason: `answered with what is not JSON: ${(error as Error).message}` };
    }
    const told = failed.safeParse(value);
    if (told.success) return { said: "failed", reason: told.data.reason };
    const parsed = wanted.safeParse(value);
    if (parsed.success) return { completed: parsed.data };
    const [issue] = parsed.error.issues;
    return { said: "nothing", reason: `answered with what is no answer: ${issue?.path.join(".")}: ${issue?.message}` };
  }
}
