/** The server of `image-pipeline.ts`: an endless gallery on 127.0.0.1. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encode, type Image } from "./image-pipeline.ppm.ts";

export interface Gallery extends AsyncDisposable {
  url: string;
}

/** Opens the gallery, at a port that is free: image i is at `/i`. */
export async function openGallery(): Promise<Gallery> {
  const server = createServer((request, response) => {
    response.end(encode(draw(Number(request.url?.slice(1)))));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A pattern of its own for each index. */
function draw(index: number): Image {
  const [width, height] = [160, 120];
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * (index + 7)) % 256);
  return { width, height, pixels };
}
