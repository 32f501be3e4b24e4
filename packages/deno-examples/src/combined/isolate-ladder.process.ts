/** The process of `isolate-ladder.ts`. */
import { guest } from "@triathlon/core/examples/combined/isolate-ladder.guest";

// The host asks one question at a time, so that what comes in at once is one question.
console.log('"ready"');
for await (const question of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  console.log(JSON.stringify(guest(JSON.parse(question))));
}
