/** A worker that would serve the conformance tasks, but whose `init` fails. */
import { servedAbilities } from "@triathlon/core/conformance/abilities";
import * as tasks from "@triathlon/core/conformance/tasks";
import { serve } from "../../src/threading/thread-pool.ts";

serve(tasks, { init: tasks.failingInit, abilities: servedAbilities() });
