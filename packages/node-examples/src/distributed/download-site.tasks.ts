/** The tasks of `download-site.ts`: what a worker can be asked to do. */
import type { TaskContext } from "@triathlon/core/pool/tasks";

/** Downloads a page and tells its bytes. The connections belong to the thread: `fetch` keeps them from call to call. */
export async function download(this: TaskContext, url: string): Promise<number> {
  const response = await fetch(url, { signal: this.signal });
  return (await response.arrayBuffer()).byteLength;
}
