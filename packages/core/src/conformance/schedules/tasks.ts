/**
 * What the workers of a schedule can do: one function under many names. Each call says what it does, and leaves its number in the log
 * before it does it.
 */
import type { TaskContext } from "../../pool/tasks.ts";
import { exit, exitSoon, signalSelf, spinForever, throwFromTimer } from "../tasks/faults.ts";
import * as ordinary from "../tasks/ordinary.ts";
import { raise, reject } from "../tasks/thrown.ts";
import { note } from "./execution-log.ts";
import { type Order, readOrder, type WithLog } from "./order.ts";

function perform(this: TaskContext, order: Order | string): unknown {
  const { log = (this as WithLog).log ?? "", call, act, callback } = readOrder(order);
  note(log, call);
  switch (act.kind) {
    case "add":
      return ordinary.add(act.a, act.b);
    case "echo":
      return ordinary.echo(act.value);
    case "wait":
      return ordinary.wait.call(this, act.milliseconds);
    case "waitDeaf":
      return ordinary.waitDeaf(act.milliseconds);
    case "spin":
      return ordinary.spin(act.milliseconds);
    case "raise":
      return raise(act.what);
    case "reject":
      return reject(act.what);
    case "takeFunction":
      return typeof callback;
    case "returnFunction":
      return ordinary.returnFunction();
    case "exit":
      return exit(act.code);
    case "throwLater":
      return throwFromTimer();
    case "kill":
      return signalSelf("SIGKILL");
    case "spinForever":
      return spinForever();
    case "replyThenExit":
      exitSoon(act.after);
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
