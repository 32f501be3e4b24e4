/** What is used of a library that brings no types. */
declare module "autocannon" {
  export interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    /** Milliseconds: how often it looks whether the time is up. */
    sampleInt: number;
    /** What each answer has to be. */
    expectBody: string;
  }

  export interface Result {
    /** Connections that failed, and requests that had no answer within ten seconds. */
    errors: number;
    non2xx: number;
    /** Answers that were not the one expected. */
    mismatches: number;
  }

  export interface Instance extends PromiseLike<Result> {
    /** @param milliseconds from the request sent to its answer received */
    on(event: "response", heard: (client: unknown, status: number, bytes: number, milliseconds: number) => void): this;
    /** Ends it at the next look. */
    stop(): void;
  }

  export default function autocannon(options: Options): Instance;
}
