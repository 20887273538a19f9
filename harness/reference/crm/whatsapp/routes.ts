import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';

/** Nothing yet. */
export function threadRoutes(_app: FastifyInstance, _crm: Crm): void {}

/** Nothing yet. */
export function campaignRoutes(_app: FastifyInstance, _crm: Crm): void {}
