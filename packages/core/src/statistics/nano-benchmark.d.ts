/** What the tests use of a library that brings no types. */
declare module "nano-benchmark/significance/correction.js" {
  /** Which comparisons are rejected, from the absolute z of each. */
  export function correctPairwise(statistics: number[], alpha: number, correction: "holm"): boolean[];
}

declare module "nano-benchmark/stats/z-ppf.js" {
  /** The z below which a share of the normal distribution lies. */
  export default function zPpf(share: number): number;
}
