import { expect, it } from "vitest";
import { jobsMarkdown, type TimedJobs, WAYS } from "./time-jobs.ts";

it("each way has its median, an interval where there are enough blocks, and its ratios to the others in the same block", () => {
  const took = { [WAYS[0]]: 3, [WAYS[1]]: 2, [WAYS[2]]: 4 } as const;
  const timed = [1, 2, 1, 1, 1, 1].flatMap((slow, block) =>
    WAYS.map((way): TimedJobs => ({
      runtime: "node",
      way,
      block,
      roundTripSeconds: 0.001 * slow,
      jobsSeconds: took[way] * slow,
    })),
  );
  const lines = jobsMarkdown(timed).split("\n");
  expect(lines).toContain("| node | all at once | the pool | 6 | 3000 ms | 3000 ms to 6000 ms | 1.50 × | 0.75 × |");
  expect(lines).toContain(
    "| node | one there and back | by hand | 6 | 1.00 ms | 1.00 ms to 2.00 ms | 1.00 × | 1.00 × |",
  );
  expect(jobsMarkdown(timed.slice(0, 1))).toContain("| node | all at once | by hand | 0 |  |  |  |  |");
});
