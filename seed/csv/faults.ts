import { HarnessError } from '../../harness/core/errors.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const forbidden = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EBUSY',
  'EXDEV',
  'ENAMETOOLONG',
  'ENOENT',
  'EINVAL',
  'EIO',
  'EMFILE',
]);

/** What writing files into `folder` throws where the disk is full or the place is not ours; other errors as they are. */
export function fileFault(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (full.has(code))
    return new HarnessError('no-disk', `no space left to write the CSV files of ${folder} (${code})`, {
      hint: 'free space or ask for fewer customers; the directory is as it was before',
    });
  if (forbidden.has(code))
    return new HarnessError('not-writable', `${folder} cannot be written (${code})`, {
      hint: 'name a directory in a place that you may write to; it is filled beside it and then renamed',
    });
  return error;
}
