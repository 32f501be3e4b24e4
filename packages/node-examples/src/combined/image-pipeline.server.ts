/** The server of `image-pipeline.ts`: an endless gallery on 127.0.0.1. */
import { createServer } from "node:http";
import { encode, type Image } from "@triathlon/core/examples/combined/image-pipeline.ppm";

export interface Gallery extends AsyncDisposable {
  url: string;
}

/** Opens the gallery, at a port that is free: image i is at `/i`. */
export async function openGallery(): Promise<Gallery> {
  const server = createServer((request, response) => {
    response.end(encode(draw(Number(request.url?.slice(1)))));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Cannot open the gallery: it has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A pattern of its own for each index. */
function draw(index: number): Image {
  const [width, height] = [160, 120];
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * (index + 7)) % 256);
  return { width, height, pixels };
}
