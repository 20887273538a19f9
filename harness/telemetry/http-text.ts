import { Client } from 'undici';

/** A connection that is kept to one HTTP server. */
export interface HttpText {
  /** The body of an answer with 200; throws after 5 s and for any other answer. */
  get(path: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Talks to the server that a port on 127.0.0.1 leads to. The port is asked for when it is first needed: one that is not
 * published fails the reading. It connects anew where the connection was lost.
 */
export function httpText(portOf: () => number): HttpText {
  let client: Client | null = null;
  return {
    async get(path) {
      client ??= new Client(`http://127.0.0.1:${portOf()}`, { connectTimeout: 5000 });
      const { statusCode, body } = await client.request({
        ...{ path, method: 'GET', headersTimeout: 5000, bodyTimeout: 5000 },
      });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`GET ${path} answers ${statusCode}`);
      return text;
    },
    close: async () => client?.destroy(),
  };
}
