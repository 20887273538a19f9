import { HarnessError } from '../core/errors.ts';
import { MIB } from '../core/units.ts';
import { freeBytes, isFolder } from '../host/files.ts';
import { availableMemoryBytes, describeMachine } from '../host/machine.ts';
import type { Engine } from '../topology/engine.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { type DataSize, databaseBytesOf, type Needs, needsOf, type Room, shortagesOf } from './needs.ts';

/** An engine with this much of the host's memory runs on the host; one with less in a machine of its own. */
const SAME_HOST_RATIO = 0.9;
/** What the system of an engine in a machine of its own takes of it. */
const ENGINE_SYSTEM_BYTES = 512 * MIB;

/** What is free here: memory for the engine's containers, disk of the engine where it can be seen, disk of the run folders. */
export async function roomOf({ docker, size }: Engine, runs: string): Promise<Room> {
  const onHost = size.memoryBytes >= SAME_HOST_RATIO * describeMachine().memoryBytes;
  const info = (await docker.info()) as { DockerRootDir?: string };
  const root = info.DockerRootDir;
  return {
    memoryBytes: onHost ? availableMemoryBytes() : size.memoryBytes - ENGINE_SYSTEM_BYTES,
    engineDiskBytes: onHost && root !== undefined && isFolder(root) ? freeBytes(root) : null,
    runFolderBytes: freeBytes(runs),
  };
}

interface LevelRequest {
  level: Pick<LevelDefinition, 'spec' | 'testHosts'>;
  /** Whether its test hosts start with it. Left out: they do not. */
  withTestHosts?: boolean | undefined;
  data: DataSize;
  /** Whether a dataset is kept beside the level's own data. */
  cache: boolean;
  /** Folder that holds the run folders. */
  runs: string;
}

/** What a level takes here. */
export function needsHere(
  engine: Engine,
  { level, data, cache, withTestHosts }: Omit<LevelRequest, 'runs'>,
): Needs {
  const testHosts = withTestHosts ? (level.testHosts ?? []).map(({ spec }) => spec) : [];
  return needsOf(level.spec, engine.size, { databaseBytes: databaseBytesOf(data), cache, testHosts });
}

/** Refuses before anything starts where memory or disk cannot carry the level: 'no-memory' or 'no-disk', with the figures. */
export async function assertRoomFor(engine: Engine, request: LevelRequest): Promise<void> {
  const [first] = shortagesOf(needsHere(engine, request), await roomOf(engine, request.runs));
  if (first !== undefined) throw new HarnessError(first.code, first.says, { hint: first.hint });
}
