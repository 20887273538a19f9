import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Waha } from '../waha.ts';
import { wahaVersion } from '../waha-options.ts';

/** WAHA's own threshold. */
const leastFreeBytes = 100 * 1024 ** 2;

/** Whether it lives, how it is, and what it is. */
export function serverRoutes(app: FastifyInstance, waha: Waha, engine: string): void {
  app.get('/ping', async () => ({ message: 'pong' }));

  app.get('/health', async (_, reply) => {
    const path = dirname(waha.journal.path);
    const { bavail, bsize } = await statfs(path);
    const up = bavail * bsize >= leastFreeBytes;
    const space = { status: up ? 'up' : 'down', path, free: bavail * bsize, threshold: leastFreeBytes };
    const all = { 'mediaFiles.space': space, 'sessionsFiles.space': space };
    reply.code(up ? 200 : 503);
    return { status: up ? 'ok' : 'error', info: up ? all : {}, error: up ? {} : all, details: all };
  });

  const version = async () => ({ version: wahaVersion, engine, tier: 'CORE', browser: null });
  app.get('/api/server/version', version);
  app.get('/api/version', version);
  app.get('/api/server/status', async () => ({
    startTimestamp: waha.startedAt,
    uptime: Date.now() - waha.startedAt,
    worker: { id: null },
  }));
}
