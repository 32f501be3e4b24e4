/**
 * What the workers of a schedule can do: one function under many names. Each call says what it does, and leaves its number in the log
 * before it does it.
 */
import process from "node:process";
import type { TaskContext } from "../../executor/executor.ts";
import * as tasks from "../tasks.ts";
import { type ExecutionLog, note } from "./execution-log.ts";
import type { Act } from "./schedule.ts";

/** The one argument of every task here. */
export interface Order {
  log: ExecutionLog;
  call: number;
  act: Act;
  /** Of `takeFunction`. */
  callback?: () => void;
}

function perform(this: TaskContext, { log, call, act, callback }: Order): unknown {
  note(log, call);
  switch (act.kind) {
    case "add":
      return tasks.add(act.a, act.b);
    case "echo":
      return tasks.echo(act.value);
    case "wait":
      return tasks.wait.call(this, act.milliseconds);
    case "waitDeaf":
      return tasks.waitDeaf(act.milliseconds);
    case "spin":
      return tasks.spin(act.milliseconds);
    case "raise":
      return tasks.raise(act.what);
    case "reject":
      return tasks.reject(act.what);
    case "takeFunction":
      return typeof callback;
    case "returnFunction":
      return tasks.returnFunction();
    case "exit":
      return tasks.exit(act.code);
    case "throwLater":
      setTimeout(() => {
        throw new Error("thrown by a timer, on purpose");
      }, 1);
      return new Promise(() => {});
    case "kill":
      process.kill(process.pid, "SIGKILL");
      return new Promise(() => {});
    case "spinForever":
      return tasks.spinForever();
    case "replyThenExit":
      setTimeout(() => process.exit(0), act.after);
      return "replied";
    case "unknown":
      throw new Error(`a task that does not exist was run as call ${call}`);
  }
}

export {
  perform as performAdd,
  perform as performEcho,
  perform as performWait,
  perform as performWaitDeaf,
  perform as performSpin,
  perform as performRaise,
  perform as performReject,
  perform as performTakeFunction,
  perform as performReturnFunction,
  perform as performExit,
  perform as performThrowLater,
  perform as performKill,
  perform as performSpinForever,
  perform as performReplyThenExit,
  perform as performAny,
};
