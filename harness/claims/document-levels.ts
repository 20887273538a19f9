import { GIB } from '../core/units.ts';

/** All VMs of a level together. */
export interface LevelSize {
  vCpu: number;
  memoryBytes: number;
}

/**
 * What the document lists under 'Infrastructure' of each level that is built, all its VMs added up. It stands here, apart
 * from the level file, because that file is given by whoever runs: a level of one's own that is larger than the
 * document's proves nothing about the document.
 */
export const documentLevels: Readonly<Record<number, LevelSize>> = {
  1: { vCpu: 4, memoryBytes: 8 * GIB },
};
