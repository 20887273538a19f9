import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { answerTo } from '../faults.ts';
import { type Reason, Refused } from './refused.ts';

const nothing = Buffer.alloc(0);

/**
 * Has the bodies of a scope's routes stay bytes (`rawOf`), which is what was signed, and has `count` told of each fault before it is
 * answered as every other is.
 */
export function takeRawBodies(
  scope: FastifyInstance,
  count: (request: FastifyRequest, reason: Reason) => Promise<void>,
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  scope.setErrorHandler<FastifyError>(async (error, request) => {
    await count(request, reasonOf(error));
    throw error;
  });
}

/** The body as it came; no bytes where there was none. */
export function rawOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : nothing;
}

function reasonOf(error: FastifyError): Reason {
  if (error instanceof Refused) return error.reason;
  const { status } = answerTo(error);
  if (status === 413) return 'size';
  if (status === 415) return 'type';
  return status < 500 ? 'body' : 'unavailable';
}
