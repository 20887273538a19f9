import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlanningDocument } from './document.ts';

const folder = mkdtempSync(join(tmpdir(), 'capacity-document-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the planning document', () => {
  it('is read as it stands, accents, rupees and a byte order mark included', () => {
    expect(readPlanningDocument(file('plan.md', '# Plan\n₹3,500 ÷ 3\n'))?.text).toBe('# Plan\n₹3,500 ÷ 3\n');
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('# Plan\n')]);
    expect(readPlanningDocument(file('marked.md', marked))?.text).toBe('# Plan\n');
  });

  it.each([
    ['absent.md', null, /absent\.md is not there/],
    ['latin1.md', Buffer.from([0x23, 0x20, 0xe9, 0x0a]), /latin1\.md is not UTF-8/],
    ['utf16.md', Buffer.from('# Plan', 'utf16le').subarray(0, 11), /utf16\.md is not UTF-8|no heading/],
    ['empty.md', '', /empty\.md is empty/],
    ['blank.md', ' \n\n', /blank\.md is empty/],
    ['huge.md', Buffer.alloc(6 * 1024 * 1024, 0x61), /huge\.md is larger than 5 MB/],
  ])('%s is refused in one line', (name, content, message) => {
    const path = content === null ? join(folder, name) : file(name, content);
    try {
      readPlanningDocument(path);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-document', exitCode: 64 });
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain('\n');
    }
  });

  it('a folder is refused', () => {
    mkdirSync(join(folder, 'plans'));
    expect(() => readPlanningDocument(join(folder, 'plans'))).toThrow('is not a file');
  });
});
