import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';

/** Nothing yet. */
export function webhookRoutes(_app: FastifyInstance, _crm: Crm): void {}
