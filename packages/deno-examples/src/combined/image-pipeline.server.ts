/** The server of `image-pipeline.ts`: an endless gallery on 127.0.0.1. */
import { encode, type Image } from "@triathlon/core/examples/combined/image-pipeline.ppm";

export interface Gallery extends AsyncDisposable {
  url: string;
}

/** Opens the gallery, at a port that is free: image i is at `/i`. */
export function openGallery(): Gallery {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    return new Response(encode(draw(Number(new URL(request.url).pathname.slice(1)))));
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A pattern of its own for each index. */
function draw(index: number): Image {
  const [width, height] = [160, 120];
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * (index + 7)) % 256);
  return { width, height, pixels };
}
