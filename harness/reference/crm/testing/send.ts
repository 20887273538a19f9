import type { FastifyInstance } from 'fastify';

/** What the CRM answered, its JSON parsed. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
  body: any;
  headers: Record<string, unknown>;
}

type Method = 'GET' | 'POST' | 'PATCH';

/** Asks the CRM in this process, without a socket. */
export async function send(
  on: FastifyInstance,
  method: Method,
  url: string,
  cookie: string,
  payload?: object,
): Promise<Answer> {
  const answer = await on.inject({ method, url, headers: { cookie }, ...(payload && { payload }) });
  return {
    status: answer.statusCode,
    body: answer.body === '' ? null : JSON.parse(answer.body),
    headers: answer.headers,
  };
}
