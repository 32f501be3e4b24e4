/** A connection that does not outlive its end; see `postgres.ts`. */
import { Client, type ClientConfig, type Connection } from "pg";
import { after } from "../../../pool/tasks.ts";
import { FAREWELL } from "../../job-source.ts";

/**
 * The client's own says that it ends, and waits until the server has ended too. A server that is cut off never does, and the connection
 * would keep its program alive for as long as the system tries to reach it.
 */
export class MortalClient extends Client {
  declare readonly connection: Connection;

  constructor(config?: ClientConfig) {
    super(config);
    const { connection } = this;
    const end = connection.end.bind(connection);
    connection.end = () => {
      connection.once(
        "end",
        after(FAREWELL, () => connection.stream.destroy()),
      );
      end();
    };
  }
}
