import { expect, it } from 'vitest';
import { memoryOf, mostOf, queueServers } from './queue-servers.ts';

const info = (used: number) => `# Memory\r\nused_memory:${used}\r\nused_memory_human:1M\r\nmaxmemory:100\r\n`;

it('is the largest of each server, and one that is silent for a while is told by its other readings', () => {
  const at = (vm: string, used: number) => memoryOf(vm, info(used));
  expect(mostOf([[at('redis-1', 5), at('redis-2', 9)], [at('redis-1', 7)], [at('redis-1', 6)]])).toEqual([
    { vm: 'redis-1', usedMemoryMaxBytes: 7, maxMemoryBytes: 100 },
    { vm: 'redis-2', usedMemoryMaxBytes: 9, maxMemoryBytes: 100 },
  ]);
  expect(mostOf([])).toEqual([]);
  expect(() => memoryOf('redis', '# Memory\r\n')).toThrow('does not tell');
});

it('has none where the level does not publish the port, and none of a server that does not answer', async () => {
  const vm = (port: () => number) =>
    ({ name: 'redis', port }) as unknown as Parameters<typeof queueServers>[0][number];
  const hidden = queueServers(
    [
      vm(() => {
        throw new Error('No port binding found');
      }),
    ],
    'p',
  );
  expect(await hidden.read()).toEqual([]);
  const silent = queueServers([vm(() => 1)], 'p');
  expect(await silent.read()).toEqual([]);
  silent.close();
});
