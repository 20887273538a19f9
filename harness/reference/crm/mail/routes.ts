import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm.ts';

/** Nothing yet. */
export function mailRoutes(_app: FastifyInstance, _crm: Crm): void {}

/** Nothing yet. */
export function mailFeedbackRoutes(_app: FastifyInstance, _crm: Crm): void {}
