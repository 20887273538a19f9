import { Agent, request } from 'undici';
import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import type { Target } from './await-serving.ts';

// A member of staff at a level that serves, for tests.

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
  body: any;
}

export interface CrmClient {
  send(method: 'GET' | 'POST', path: string, payload?: object): Promise<Answer>;
  /** Body of a GET as it is. */
  text(path: string): Promise<string>;
  /** What its browser sends with each request. */
  readonly cookie: string;
  /** Status of a GET; 0 where no answer came. */
  statusOf(path: string): Promise<number>;
  close(): Promise<void>;
}

/** Logs the staff member of that number in, at the tenant mangatrai, through the entry of the level. */
export async function logInAt(target: Target, number: number): Promise<CrmClient> {
  const dispatcher = new Agent({ connect: { ca: target.caPem, servername: 'localhost' } });
  let cookie = '';
  const ask = (method: 'GET' | 'POST', path: string, payload?: object) =>
    request(`${target.baseUrl}${path}`, {
      ...{ method, dispatcher, headersTimeout: 10_000, bodyTimeout: 10_000 },
      headers: { cookie, ...(payload && { 'content-type': 'application/json' }) },
      ...(payload && { body: JSON.stringify(payload) }),
    });
  const client: CrmClient = {
    get cookie() {
      return cookie;
    },
    async text(path) {
      return (await ask('GET', path)).body.text();
    },
    async send(method, path, payload) {
      const { statusCode, body } = await ask(method, path, payload);
      const text = await body.text();
      return { status: statusCode, body: text === '' ? null : JSON.parse(text) };
    },
    async statusOf(path) {
      try {
        const { statusCode, body } = await ask('GET', path);
        await body.dump();
        return statusCode;
      } catch {
        return 0;
      }
    },
    close: () => dispatcher.close(),
  };
  const { headers, body } = await ask('POST', '/api/auth/login', {
    email: staffEmail('mangatrai', number),
    password: STAFF_PASSWORD,
  });
  await body.dump();
  cookie = String(headers['set-cookie']).split(';')[0] as string;
  return client;
}
