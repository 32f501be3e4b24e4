/** Binary PPM, the simplest of image files: `P6`, width, height, 255, and then three bytes for each point. */

export interface Image {
  width: number;
  height: number;
  /** Red, green, blue of each point, row by row. */
  pixels: Uint8Array<ArrayBuffer>;
}

/** @throws {Error} when the bytes are no such file, or end too early */
export function decode(bytes: Uint8Array<ArrayBuffer>): Image {
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(new TextDecoder("latin1").decode(bytes.subarray(0, 40)));
  if (!header) throw new Error("Cannot decode the image: wanted a header P6, width, height, 255, found something else");
  const [width, height] = [Number(header[1]), Number(header[2])];
  const pixels = bytes.slice(header[0].length, header[0].length + 3 * width * height);
  if (pixels.length < 3 * width * height) {
    throw new Error(`Cannot decode the image: wanted ${3 * width * height} bytes of points, found ${pixels.length}`);
  }
  return { width, height, pixels };
}

export function encode({ width, height, pixels }: Image): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P6\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + pixels.length);
  bytes.set(header);
  bytes.set(pixels, header.length);
  return bytes;
}
