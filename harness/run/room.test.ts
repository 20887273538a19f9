import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GIB, MIB } from '../core/units.ts';
import { projectRoot } from '../host/environment.ts';
import type { Engine } from '../topology/engine.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { assertRoomFor, roomOf } from './room.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
const engineOf = (memoryBytes: number, root: string) =>
  ({
    docker: { info: async () => ({ DockerRootDir: root }) },
    ...{ size: { vCpu: 2, memoryBytes }, description: 'made up' },
  }) as unknown as Engine;
const request = (level: number, customers = 10_000) => ({
  level: { spec: parseLevelFile(text, level, { source: 'document' }).spec },
  ...{ data: { customers }, cache: true, runs: tmpdir() },
});

describe('what is free here', () => {
  it("asks the engine's disk only where the engine is on this host and its folder can be seen", async () => {
    const host = 1024 * GIB;
    expect((await roomOf(engineOf(host, tmpdir()), tmpdir())).engineDiskBytes).toBeGreaterThan(0);
    expect((await roomOf(engineOf(host, '/no/such/folder'), tmpdir())).engineDiskBytes).toBeNull();
    // an engine with a machine of its own: its disk is not this one, its memory not ours
    const own = await roomOf(engineOf(GIB, tmpdir()), tmpdir());
    expect(own.engineDiskBytes).toBeNull();
    expect(own.memoryBytes).toBe(512 * MIB);
  });

  it('refuses a level before anything starts, with the figures', async () => {
    await expect(assertRoomFor(engineOf(1.3 * GIB, tmpdir()), request(1))).rejects.toMatchObject({
      ...{ code: 'no-memory', exitCode: 2, message: expect.stringMatching(/VM app would get .* it needs/) },
    });
    await expect(assertRoomFor(engineOf(5 * GIB, tmpdir()), request(5, 100_000))).rejects.toMatchObject({
      ...{ code: 'no-memory', message: expect.stringMatching(/4.5 GB free, the level's 17 VMs need/) },
    });
    await expect(assertRoomFor(engineOf(1024 * GIB, tmpdir()), request(1, 1e9))).rejects.toMatchObject({
      ...{ code: 'no-disk', message: expect.stringMatching(/^disk: .* needed$/) },
    });
  });
});
