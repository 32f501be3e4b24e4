/** The column of the loop's delay. Its 99th percentile stays in the data: of the few ticks of most passes it is the longest as well. */
export const LOOP_DELAY = "longest loop delay";
