import { expect, it } from 'vitest';
import type { Asked } from '../run/conform/ask.ts';
import { conformLines } from './conform-lines.ts';

const one = (more: Partial<Asked>): Asked => ({
  ...{ method: 'GET', route: '/api/x', asked: '', required: true, outcome: 'ok', reason: null, ...more },
});

it('says of each question what came of it and why, and counts what is required', () => {
  const results = [
    one({ asked: 'a page of 5' }),
    one({ route: '/api/threads', required: false, outcome: 'missing', reason: 'answers 404, not 200' }),
    one({ method: 'POST', outcome: 'wrong', reason: 'items.0.id: is no number' }),
  ];
  const journeys = [
    { id: 'a', outlook: 'runs' as const, because: [] },
    { id: 'b', outlook: 'cannot run' as const, because: ['POST /api/x'] },
    { id: 'c', outlook: 'not known' as const, because: ['POST /api/y'] },
  ];
  expect(conformLines(results, journeys)).toEqual([
    'ok       GET   /api/x        a page of 5',
    'missing  GET   /api/threads               optional: answers 404, not 200',
    'wrong    POST  /api/x                     items.0.id: is no number',
    '',
    '3 questions: 1 ok, 1 missing (0 required), 1 wrong (1 required), 0 not asked',
    '',
    'journey a: runs',
    'journey b: cannot run (POST /api/x)',
    'journey c: not known (not asked: POST /api/y)',
    '',
    'does not conform: POST /api/x missing or wrong',
  ]);
  expect(conformLines(results, null)).toHaveLength(7);
});
