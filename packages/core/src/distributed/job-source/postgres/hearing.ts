/** How what is said on a channel is heard, and put so that it can be said; see `postgres.ts`. */
import { type Client, escapeIdentifier, type PoolConfig } from "pg";
import { after } from "../../../pool/tasks.ts";
import { inTime } from "../../job-source.ts";
import { MortalClient } from "./mortal-client.ts";

/** Milliseconds between one attempt to have something kept, or to connect, and the next. */
export const PATIENCE = 250;
/** Milliseconds after which whoever listens looks by itself. */
export const LOOK = 2000;
/** Bytes that are told in one notification, a multiple of three: as base64, with an id, they are less than the 8,000 that it takes. */
const PIECE = 5400;

/** Hears what is said on a channel, by a connection of its own, which is made again when it is lost. */
export class Hearing {
  /** Resolves when nothing is heard any more. */
  readonly ended: Promise<void>;
  readonly #config: PoolConfig;
  readonly #channel: string;
  readonly #bell: Bell;
  readonly #heard: (text: string) => void;
  readonly #look: (client: Client) => Promise<void>;
  readonly #end = Promise.withResolvers<void>();
  #off = false;

  /**
   * @param bell whoever rings it has `look` called
   * @param look reads what there is; also called after each connection, and every {@link LOOK}
   */
  constructor(
    config: PoolConfig,
    channel: string,
    bell: Bell,
    heard: (text: string) => void,
    look: (client: Client) => Promise<void>,
  ) {
    this.#config = config;
    this.#channel = channel;
    this.#bell = bell;
    this.#heard = heard;
    this.#look = look;
    this.ended = this.#end.promise;
  }

  /** Resolves when it listens, and has looked. */
  async begin(): Promise<void> {
    const client = await this.#connect();
    void this.#live(client).finally(this.#end.resolve);
  }

  off(): Promise<void> {
    this.#off = true;
    this.#bell.ring();
    return inTime(this.ended);
  }

  async #live(first: Client): Promise<void> {
    for (let client: Client | undefined = first; client; client = await this.#connectAgain()) {
      try {
        while (!this.#off) {
          await this.#bell.heard(LOOK);
          if (!this.#off) await this.#look(client);
        }
      } catch {
        // It is lost.
      }
      await inTime(client.end());
    }
  }

  async #connectAgain(): Promise<Client | undefined> {
    while (!this.#off) {
      try {
        return await this.#connect();
      } catch {
        await new Promise<void>((resolve) => after(PATIENCE, resolve));
      }
    }
    return undefined;
  }

  async #connect(): Promise<Client> {
    const client = new MortalClient(this.#config);
    const lost = (): void => this.#bell.ring();
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => this.#heard(payload ?? ""));
    try {
      await client.connect();
      const { rows } = await client.query<{ hashed: string }>(`SELECT ${hashed("$1")} AS hashed`, [this.#channel]);
      await client.query(`LISTEN ${escapeIdentifier(rows[0]?.hashed ?? "")}`);
      await this.#look(client);
      return client;
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
  }
}

/** Wakes the one who waits, or the next who does. */
export class Bell {
  #rung = false;
  #wake = (): void => {};

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves when it is rung, or was since the last time; or after so many milliseconds. @returns whether it was rung */
  async heard(milliseconds: number): Promise<boolean> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timeless = after(milliseconds, resolve);
        this.#wake = () => {
          timeless();
          resolve();
        };
      });
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }
}

/** A channel's name is an identifier, of at most 63 bytes. */
export const hashed = (channel: string): string =>
  `'jobs_' || left(encode(sha256(convert_to(${channel}, 'UTF8')), 'hex'), 40)`;

/** As notifications: `<id> <place of the piece> <how many> <base64>`. */
export function inPieces(id: string, bytes: Uint8Array): string[] {
  const count = Math.max(1, Math.ceil(bytes.byteLength / PIECE));
  return Array.from({ length: count }, (_, i) => {
    const piece = bytes.subarray(i * PIECE, (i + 1) * PIECE);
    return `${id} ${i} ${count} ${btoa(String.fromCharCode(...piece))}`;
  });
}

/** Puts the pieces together again, which come one after the other; what is not whole is dropped. */
export function pieces(whole: (id: string, value: Uint8Array) => void): (text: string) => void {
  let begun: { id: string; parts: string[] } | undefined;
  return (text) => {
    const [id = "", place, count, part = ""] = text.split(" ");
    if (place === "0") begun = { id, parts: [] };
    if (begun?.id !== id || begun.parts.length !== Number(place)) return;
    begun.parts.push(part);
    if (begun.parts.length < Number(count)) return;
    whole(
      id,
      Uint8Array.from(atob(begun.parts.join("")), (letter) => letter.charCodeAt(0)),
    );
    begun = undefined;
  };
}
