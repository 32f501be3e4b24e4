/** A registry on this machine, in which the packed packages are published; it hands everything else on to the configured one. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";

export interface Registry extends AsyncDisposable {
  /** With a `/` at its end. */
  url: string;
}

/** @param archives of packages, as `pnpm pack` makes them */
export async function openRegistry(archives: readonly string[]): Promise<Registry> {
  const upstream = (await execa("npm", ["config", "get", "registry"])).stdout.trim();
  const published = new Map(await Promise.all(archives.map(readArchive)));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url?.slice(1) ?? "");
    const found = published.get(path.replace(/\.tgz$/, ""));
    if (found && path.endsWith(".tgz")) response.end(found.bytes);
    else if (found) response.setHeader("content-type", "application/json").end(packument(found, url));
    else handOn(new URL(request.url?.slice(1) ?? "", upstream), response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Published {
  manifest: { name: string; version: string };
  bytes: Buffer;
}

async function readArchive(archive: string): Promise<[string, Published]> {
  const { stdout } = await execa("tar", ["-xzOf", archive, "package/package.json"]);
  const manifest = JSON.parse(stdout) as Published["manifest"];
  return [manifest.name, { manifest, bytes: readFileSync(archive) }];
}

/** What a registry says of a package. */
function packument({ manifest, bytes }: Published, registry: string): string {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const dist = { tarball: `${registry}${name}.tgz`, integrity, shasum: createHash("sha1").update(bytes).digest("hex") };
  const versions = { [version]: { ...manifest, dist } };
  return JSON.stringify({ name, "dist-tags": { latest: version }, versions });
}

async function handOn(url: URL, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await fetch(url);
  response.writeHead(status, { "content-type": headers.get("content-type") ?? "application/octet-stream" });
  if (body) await pipeline(Readable.fromWeb(body), response);
  else response.end();
}
