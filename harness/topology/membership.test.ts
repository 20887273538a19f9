import { expect, it } from 'vitest';
import { membershipOf, pathsOf } from './membership.ts';

const second = '0::/system.slice/docker-abc.scope\n';
const first = '4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n1:name=systemd:/docker/abc\n';

it('is that of the container alone, and never that of another process with the same number', () => {
  expect(membershipOf('abc', 7, () => second)).toBe(second);
  expect(membershipOf('def', 7, () => second)).toBeNull();
  expect(membershipOf('abc', 7, () => null)).toBeNull();
});

it('has a path for each controller, in both versions', () => {
  expect(Object.fromEntries(pathsOf(second))).toEqual({ '': '/system.slice/docker-abc.scope' });
  expect(pathsOf(first).get('cpuacct')).toBe('/docker/abc');
  expect(pathsOf('').size).toBe(0);
});
