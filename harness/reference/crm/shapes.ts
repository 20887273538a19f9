/** JSON schemas that several routes share. What does not fit is answered with 400 and one sentence. */

/** The largest id that PostgreSQL's integer holds; a larger one would be an error of the database. */
export const id = { type: 'integer', minimum: 1, maximum: 2_147_483_647 } as const;

export const idParams = { type: 'object', required: ['id'], properties: { id } } as const;

export const page = { type: 'integer', minimum: 1, maximum: 10_000, default: 1 } as const;

/** Rows asked for at once. */
export function size(fallback: number, most = 100) {
  return { type: 'integer', minimum: 1, maximum: most, default: fallback } as const;
}

/** A short word, as segments, stages and statuses are. */
export const word = { type: 'string', pattern: '^[a-z][a-z-]{0,29}$' } as const;

export const note = { type: 'string', minLength: 1, maxLength: 2_000 } as const;

/** `YYYY-MM-DD`. */
export const date = { type: 'string', format: 'date' } as const;

/** A body with exactly these fields. */
export function body<Properties extends Record<string, unknown>>(
  properties: Properties,
  required: (keyof Properties & string)[],
) {
  return { type: 'object', additionalProperties: false, required, properties };
}

/** A query string; unknown parameters are ignored, as everywhere on the web. */
export function query(properties: Record<string, unknown>, required: string[] = []) {
  return { type: 'object', required, properties };
}

export interface IdParams {
  id: number;
}
