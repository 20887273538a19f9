import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB } from '../../core/units.ts';
import storage from './checks/storage.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { withClaim } from './fixture-claim.ts';
import { foundBy, hiddenAssumptions, namesOf, quietClaims, theFinding } from './fixture-quiet.ts';

const quiet = quietClaims();
const real = catalogueClaims;
/** What stays true of a document without fault: its first level has one VM. */
const sameVm = 'storage-same-vm warning';
const trigger = 'storage-backup-trigger warning';

describe('a document without fault', () => {
  it('gives no finding but that the first level has one VM for database and backups', () => {
    expect(namesOf(foundBy(storage, quiet))).toEqual([sameVm]);
  });
});

describe('one figure that is changed', () => {
  const one = (id: string, gigabytes: number) =>
    namesOf(foundBy(storage, withClaim(quiet, id, { bound: gigabytes * GIB })));

  it('makes a database too large for its disk, or fill it', () => {
    expect(one('l4-database', 80)).toEqual([sameVm]);
    expect(one('l4-database', 81)).toEqual(['storage-database-disk warning', sameVm]);
    expect(one('l4-db-disk', 60)).toEqual(['storage-database-disk error', sameVm]);
  });

  it('makes a replica too small for the database', () => {
    expect(one('l5-replica-disk', 59)).toEqual(['storage-replica-disk error', sameVm]);
    expect(one('l5-replica-disk', 60)).toEqual([sameVm]);
  });

  it('makes backups too large for the disk or the storage', () => {
    // 2 backups of a tenth, the database and 10 GB: 1.2 x 60 + 10 = 82 GB over 80 GB, 1.2 x 58 + 10 = 79.6 GB under.
    expect(one('l3-database', 60)).toEqual(['storage-backups-vm warning', sameVm]);
    expect(one('l3-database', 58)).toEqual([sameVm]);
    expect(one('l4-storage-size', 12)).toEqual([sameVm]);
    expect(one('l4-storage-size', 11.9)).toEqual(['storage-backups-object warning', sameVm]);
  });

  it('is noticed where a replica has no disk at all', () => {
    const claims = quiet.filter(({ id }) => id !== 'l5-replica-disk');
    const found = theFinding(foundBy(storage, claims), 'storage-replica-disk');
    expect(found.severity).toBe('warning');
    expect(found.arithmetic).toEqual([
      'Level 5: ₹6,000 / 2 = ₹3,000 each, no disk stated; the database is up to 60 GB',
      'Level 4: ₹3,000 buys a replica with a disk of 100 GB',
    ]);
  });
});

describe('the trigger on the size of backups', () => {
  // Kept at Levels 4 and 5: 6 to 12 GB; at Level 3: 5 to 10 GB; at Levels 1 and 2: 2 to 4 GB.
  it.each([
    [12, []],
    [11.9, ['storage-backup-trigger note']],
    [6, ['storage-backup-trigger note']],
    [5.9, [trigger]],
  ])('at %f GB', (gigabytes, found) => {
    const claims = withClaim(quiet, 't-backup', { bound: gigabytes * GIB });
    expect(namesOf(foundBy(storage, claims)).filter((name) => name !== sameVm)).toEqual(found);
  });

  it('is no warning where the level has no storage to have bought', () => {
    const claims = withClaim(
      quiet.filter(({ kind }) => !/storage/.test(kind)),
      't-backup',
      { bound: GIB },
    );
    expect(namesOf(foundBy(storage, claims))).toContain('storage-backup-trigger note');
  });
});

describe('backups', () => {
  it('need more for more days and larger copies, never less', () => {
    const failing = (backupRatio: number, days: number) => {
      const claims = withClaim(quiet, 'retention', { bound: 1, upTo: days });
      return foundBy(storage, claims, { backupRatio }).flatMap(({ arithmetic }) =>
        arithmetic.filter((line) => /does not fit|short/.test(line)),
      ).length;
    };
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        fc.integer({ min: 0, max: 30 }),
        (ratio, days, times, more) => {
          expect(failing(ratio * times, days + more)).toBeGreaterThanOrEqual(failing(ratio, days));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('rest on assumptions that are named', () => {
    expect(hiddenAssumptions(storage, quiet)).toEqual([]);
    expect(hiddenAssumptions(storage, real)).toEqual([]);
  });
});

describe('the real catalogue', () => {
  const found = foundBy(storage, real);

  it('has these findings', () => {
    expect(namesOf(found)).toEqual([
      'storage-database-disk error',
      'storage-replica-disk warning',
      'storage-backups-vm warning',
      'storage-backups-object warning',
      sameVm,
      trigger,
    ]);
  });

  it('claims of Level 1 alone that its backups are on its VM', () => {
    const { title, arithmetic } = theFinding(found, 'storage-same-vm');
    expect(title).toMatch(/^At Level 1 /);
    expect(arithmetic[1]).toBe(
      'Levels 2 and 3: no object storage is listed; where the backups are is not stated',
    );
  });

  it('has a trigger on backups that stays on at Levels 4 and 5', () => {
    const { title, arithmetic, certainty } = theFinding(found, 'storage-backup-trigger');
    expect(title).toContain('Levels 4 and 5');
    expect(certainty).toBe('assumption');
    expect(arithmetic[0]).toBe(
      'Level 1: 7 × 0.1 × 20 GB = 14 GB; 30 × 0.1 × 20 GB = 60 GB: on with 30 days only',
    );
    expect(arithmetic[4]).toMatch(/: on$/);
  });

  it('with shares of the disks that can be checked in the document', () => {
    expect(theFinding(found, 'storage-database-disk').arithmetic).toEqual([
      "Level 4: 200 GB / 200 GB = 100 %; 80 % of the disk is 160 GB; the level's own trigger is 150 GB, 75 %",
      'Level 5: 500 GB / 500 GB = 100 %; 80 % of the disk is 400 GB; the level has no trigger of its own on it',
    ]);
    expect(theFinding(found, 'storage-database-disk').certainty).toBe('fact');
  });

  it('with backups at both ends of the retention', () => {
    const half = foundBy(storage, real, { backupRatio: 0.25 });
    expect(theFinding(half, 'storage-backups-vm').arithmetic).toContain(
      'Level 2: 30 GB + 7 × 0.25 × 30 GB + 10 GB = 92.5 GB; 80 % of 100 GB is 80 GB: does not fit',
    );
    expect(theFinding(half, 'storage-backups-object').arithmetic).toContain(
      'Level 4: 30 × 0.25 × 200 GB = 1,500 GB, listed are 200 GB for ₹1,000: 1,300 GB short, at the same price a GB ₹6,500 a month',
    );
  });
});
