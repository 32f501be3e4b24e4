/** A fresh folder for one execution: the order lies in it, and the answer comes back to it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExperimentOrder } from "@triathlon/core/results/experiment-order";
import type { LanesOrder } from "@triathlon/core/results/lanes";
import type { Order } from "@triathlon/core/results/order";
import type { PoolOrder } from "@triathlon/core/results/pools";
import type { z } from "zod";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { writeFile } from "../files/write-files.ts";
import type { AnswerProblem } from "../studies/bench/make-record.ts";

export class OrderFolder extends TemporaryFolder {
  readonly order = join(this.path, "order.json");
  readonly answer = join(this.path, "answer.json");
  /** See {@link Order}: made by the program in the memory pass. */
  readonly barrier = join(this.path, "barrier");
  readonly hyperfineExport = join(this.path, "hyperfine.json");

  write(order: Order | PoolOrder | ExperimentOrder | LanesOrder): void {
    writeFile(this.order, JSON.stringify(order));
  }

  /** The answer, or what is wrong with it. */
  read<Schema extends z.ZodType>(schema: Schema): z.output<Schema> | AnswerProblem {
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(this.answer, "utf8"));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT"
        ? { outcome: "none", reason: "ended without an answer" }
        : { outcome: "none", reason: `answered with what is not JSON: ${(error as Error).message}` };
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return { outcome: "none", reason: `answered with what is no answer: ${issue?.path.join(".")}: ${issue?.message}` };
  }
}
