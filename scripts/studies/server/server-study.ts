/** The load test as a study: once in each block each server under each load, those under the same load right behind each other. */
import { blankOf } from "@triathlon/core/results/record";
import {
  type Load,
  serverAnswer,
  type ServerOrder,
  type ServerPlace,
  serverPlace,
  type ServerRecord,
  serverRecord,
} from "@triathlon/core/results/server";
import { freePort } from "../../free-port.ts";
import { blockOrder } from "../../study/blocks.ts";
import { endGroup } from "../../study/end-group.ts";
import { execute, type Program } from "../../study/execute.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "../../study/process-group.ts";
import type { Study } from "../../study/study.ts";
import { type Loaded, measureUnderLoad, PATHS } from "./put-load.ts";

export const SERVERS = { file: "journal.ndjson", schema: serverRecord, what: "a record of a load test" };

/** In a run: one request at a time, and as many as a server has of which several people want something. */
export const CONNECTIONS = [1, 10];
export const WHOLE: Omit<Load, "connections"> = { below: 1_000_000, warmupSeconds: 2, loadSeconds: 10 };
/** In a smoke run. */
export const SMOKE: Omit<Load, "connections"> = { below: 10_000, warmupSeconds: 0.1, loadSeconds: 0.3 };

/** Start, load and end take far less, unless something hangs. */
const TIME_LIMIT_SECONDS = 60;

/** What one process does. */
export interface PlannedServer extends Load {
  runtime: string;
  place: ServerPlace;
}

export interface ServersRun {
  runId: string;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, Program | { reason: string }>;
  smoke: boolean;
  blocks: number;
  seed: number;
}

export function serverStudy({ runId, runtimes, smoke, blocks, seed }: ServersRun): Study<PlannedServer, ServerRecord> {
  const amount = smoke ? SMOKE : WHOLE;
  const groups = CONNECTIONS.map((connections) => each({ ...amount, connections }));
  return {
    lines: SERVERS,
    runId,
    timeLimitSeconds: TIME_LIMIT_SECONDS,
    blocks: () => blocks,
    executions: () => blocks * groups.flat().length,
    order: (block) => blockOrder(groups, seed, block),
    nameOf: ({ runtime, place, connections }) => [runtime, place, connections, "at a time"].join(" "),
    untimed: smoke ? [] : each({ ...SMOKE, connections: 1 }),
    notRun: ({ runtime }) => {
      const program = runtimes.get(runtime)!;
      return "reason" in program ? program.reason : null;
    },
    blank: (planned) => ({ ...blankOf(serverRecord), seed, ...planned }),
    execute: async ({ runtime, place, ...load }, beside) => {
      const port = await freePort();
      const under: UnderLoad = {};
      const { ending, answer } = await execute(
        {
          program: runtimes.get(runtime) as Program,
          variables: { PORT: String(port) },
          order: ({ answer }): ServerOrder => ({ do: "serve", place, paths: PATHS, answer }),
          answer: serverAnswer,
          timeLimitSeconds: TIME_LIMIT_SECONDS,
          start: (command, _, options) =>
            runUnderLoad(command, options, under, (over) => measureUnderLoad(`http://127.0.0.1:${port}`, load, over)),
        },
        beside,
      );
      if (under.failure !== undefined) return { ...ending, outcome: "failed", reason: under.failure };
      if (answer === null || under.loaded === undefined) return ending;
      const { loadedSeconds, latencySeconds } = under.loaded;
      return {
        ...ending,
        runtimeVersion: answer.runtimeVersion,
        loadedSeconds,
        latencySeconds: latencySeconds.map(toMicroseconds),
        delaySeconds: answer.delaySeconds.map(toMicroseconds),
      };
    },
  };

  /** In every runtime. */
  function each(load: Load): PlannedServer[] {
    return [...runtimes.keys()].flatMap((runtime) => serverPlace.options.map((place) => ({ runtime, place, ...load })));
  }
}

/** What the client found: one of them, or nothing where the server ended before. */
interface UnderLoad {
  loaded?: Loaded;
  /** Why what it found says nothing. */
  failure?: string;
}

/** Starts the server, and tells it to end when there was load, or at once where its answers are not what they should be. */
async function runUnderLoad(
  command: Command,
  options: GroupOptions,
  under: UnderLoad,
  measure: (over: AbortSignal) => Promise<Loaded>,
): Promise<GroupEnd> {
  const over = new AbortController();
  let measured: Promise<void> | undefined;
  const lead = async (pid: number): Promise<void> => {
    try {
      under.loaded = await measure(over.signal);
      process.kill(pid, "SIGTERM");
    } catch (error) {
      if (over.signal.aborted) return; // that the server has ended is told by its end
      under.failure = (error as Error).message;
      endGroup(pid);
    }
  };
  const end = await runInGroup(command, {
    ...options,
    onStart: (pid) => {
      measured = lead(pid);
    },
  });
  over.abort();
  await measured;
  return end;
}

/** What the client's clock tells. */
const toMicroseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
