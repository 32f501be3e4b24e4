/**
 * Miss every frame while a picture is computed.
 *
 * Shows: work that computes holds the event loop until it has finished; no timer, no click, no request gets a turn.
 * Use when: the work is shorter than anyone notices: a frame is 16.7 ms.
 * Not when: something has to stay responsive; missed-frames-right.ts shows three ways.
 * Run: node packages/core/src/examples/combined/missed-frames-wrong.ts
 * Run: deno run packages/core/src/examples/combined/missed-frames-wrong.ts
 * Run: bun packages/core/src/examples/combined/missed-frames-wrong.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop
 */
import { drawFrames } from "./missed-frames.frames.ts";
import { pointsInside, ROWS } from "./missed-frames.tasks.ts";

// A frame is drawn every 16.7 ms, whenever the event loop gets round to it.
const stop = drawFrames();

// It does not get round to it: `pointsInside` gives the thread back when the whole picture is there.
const inside = pointsInside(0, ROWS);
console.log(`in one piece: ${stop()}, ${inside} points`);
