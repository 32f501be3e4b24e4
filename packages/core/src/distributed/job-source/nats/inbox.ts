/** Where the answers to a worker's requests arrive; see `nats.ts`. */
import { createInbox, type Msg, nanos, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import { after } from "../../../pool/tasks.ts";

/** To it the server sends one message for each request. The client's own `next()` makes a subscription and timers for each message. */
export class Inbox {
  readonly #client: NatsConnection;
  readonly #name = createInbox();
  readonly #subscription: Subscription;
  #waits = Promise.withResolvers<Msg>();

  constructor(client: NatsConnection) {
    this.#client = client;
    this.#subscription = client.subscribe(this.#name, {
      callback: (error, message) => {
        if (error) this.#waits.reject(error);
        else this.#waits.resolve(message);
      },
    });
  }

  /**
   * @param expires milliseconds until the server says that none came
   * @param late milliseconds by which it may be late to say so
   * @throws {Error} it says nothing; then nothing that it sends later is heard, and the inbox is of no use any more
   */
  async request(subject: string, expires: number, late: number): Promise<Msg> {
    const waits = Promise.withResolvers<Msg>();
    this.#waits = waits;
    const timeless = after(expires + late, () => {
      this.#subscription.unsubscribe();
      waits.reject(new Error("Cannot take a job: wanted an answer, found none: the server may be gone"));
    });
    this.#client.publish(subject, JSON.stringify({ batch: 1, expires: nanos(expires) }), { reply: this.#name });
    return waits.promise.finally(timeless);
  }
}
