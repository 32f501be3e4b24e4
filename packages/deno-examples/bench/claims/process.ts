/** A process of the claims: does the job that is its last argument, and prints the answer. */
import { printJob } from "@triathlon/core/measure/claims/in-worker";

printJob();
