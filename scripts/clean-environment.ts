/** The environment of a measured program: the user's own, without what would change how a runtime behaves. */

/** Settings of the runtimes and of the tools that started this script. */
const TAKEN_OUT = /^(?:NODE|BUN|DENO|UV|TSX|VITEST|JEST|JSC|V8)_|^(?:NODE|VITEST|NODE_OPTIONS)$/i;

/** They say where a cache lies, not what is done with it. */
const LEFT_IN = new Set(["DENO_DIR"]);

/** @param added variables on top, which may be any */
export function cleanEnvironment(
  added: Record<string, string> = {},
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => LEFT_IN.has(name) || !TAKEN_OUT.test(name));
  return { ...Object.fromEntries(kept), ...added };
}
