import type { FastifyInstance } from 'fastify';
import type { Credentials, Session } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { Fault } from '../faults.ts';
import { passwordMatches } from '../passwords.ts';
import { sessionCookie } from '../sessions.ts';
import { body } from '../shapes.ts';

interface Account {
  id: number;
  tenantId: number;
  tenant: string;
  storeId: number;
  name: string;
  persona: string;
  passwordHash: string;
}

const accountSql = `
  select id, tenant_id as "tenantId", tenant, store_id as "storeId", name, persona,
    password_hash as "passwordHash"
  from staff_for_login($1)`;

const credentials = body(
  {
    email: { type: 'string', minLength: 3, maxLength: 200 },
    password: { type: 'string', minLength: 1, maxLength: 200 },
  },
  ['email', 'password'],
);

/** Log-in: an unknown address and a wrong password cost the same and get the same answer. */
export function loginRoutes(app: FastifyInstance, crm: Crm): void {
  app.post<{ Body: Credentials }>(
    '/api/auth/login',
    { schema: { body: credentials } },
    async (request, reply) => {
      const { email, password } = request.body;
      const [account] = await crm.database.bare<Account>(request.databaseTime, accountSql, [
        email.toLowerCase(),
      ]);
      const matches = await passwordMatches(password, account?.passwordHash ?? null);
      if (!matches || !account) throw new Fault(401, 'e-mail address or password are wrong');
      const { id, tenantId, tenant, storeId, name, persona } = account;
      const sid = await crm.sessions.start({ tenantId, tenant, userId: id, storeId });
      reply.setCookie(sessionCookie, sid, { path: '/', httpOnly: true, sameSite: 'lax' });
      return { tenant, user: { id, name, persona, storeId } } satisfies Session;
    },
  );
}
