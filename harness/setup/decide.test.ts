import { describe, expect, it } from 'vitest';
import {
  baseImageFallback,
  contentId,
  engineAction,
  isDebian,
  isLiveDockerd,
  nodeProblem,
  packagesAction,
  parseArguments,
  parseBuildStep,
} from './decide.mjs';

describe('arguments', () => {
  it('none means everything', () => expect(parseArguments([])).toEqual({ until: 'image', problem: null }));

  it.each([[['--until', 'engine']], [['--until=engine']]])('%j stops after that step', (args) =>
    expect(parseArguments(args).until).toBe('engine'),
  );

  it.each([
    [['--fast'], "unknown argument '--fast'"],
    [['--until'], 'one of packages, engine, base, image'],
    [['--until', 'lunch'], "not 'lunch'"],
    [['--until', 'base', 'more'], "unknown argument 'more'"],
  ])('%j is refused', (args, problem) => expect(parseArguments(args).problem).toContain(problem));
});

describe('Node itself', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('%s will do', (version) =>
    expect(nodeProblem(version, '>=20.19')).toBeNull(),
  );

  it.each(['20.18.3', '18.19.0', '9.99.0'])('%s is too old', (version) =>
    expect(nodeProblem(version, '>=20.19')).toBe(
      `Node 20.19 or later is needed, this is ${version}; Debian and Ubuntu package older ones: see nodejs.org`,
    ),
  );
});

describe('node packages', () => {
  const lockText = JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  });
  const installed = (version: string) => JSON.stringify({ packages: { 'node_modules/a': { version } } });

  it.each([
    ['nothing is installed', { stamp: null, installedText: null }, 'install'],
    ['only the stamp is left', { stamp: contentId([lockText]), installedText: null }, 'install'],
    [
      'the stamp is of this lock',
      { stamp: contentId([lockText]), installedText: installed('1.0.0') },
      'nothing',
    ],
    ['the stamp is of another lock', { stamp: 'abc', installedText: installed('1.0.0') }, 'install'],
    ['someone ran npm ci by hand', { stamp: null, installedText: installed('1.0.0') }, 'stamp'],
    ['a version differs', { stamp: null, installedText: installed('0.9.0') }, 'install'],
    ["npm's note is broken", { stamp: null, installedText: '{' }, 'install'],
  ])('%s', (_, facts, action) => expect(packagesAction({ lockText, ...facts })).toBe(action));
});

describe('an engine that does not answer', () => {
  const facts = {
    platform: 'linux',
    root: true,
    debian: true,
    elsewhere: null,
    missing: ['docker.io', 'iptables'],
    refused: false,
  };

  it('is installed on Debian as root', () => expect(engineAction(facts)).toEqual({ action: 'install' }));

  it('is started where it is installed, on any Linux as root', () =>
    expect(engineAction({ ...facts, missing: [], debian: false })).toEqual({ action: 'start' }));

  it.each([
    [
      'one is configured elsewhere',
      { elsewhere: 'DOCKER_HOST=tcp://127.0.0.1:1' },
      /DOCKER_HOST=tcp/,
      /unset/,
    ],
    ['the user may not use it', { refused: true }, /may not use/, /group `docker`/],
    ['macOS', { platform: 'darwin', root: false }, /no Docker engine/, /Docker Desktop/],
    ['Windows', { platform: 'win32', root: false }, /no Docker engine/, /Docker Desktop/],
    ['FreeBSD', { platform: 'freebsd' }, /no Docker engine/, /install/],
    ['no root, none installed', { root: false }, /no Docker engine/, /apt-get install docker\.io/],
    ['no root, one installed', { root: false, missing: [] }, /no Docker engine/, /systemctl start/],
    ['another Linux', { debian: false }, /no Docker engine is installed/, /distribution/],
  ])('stops with what to do: %s', (_, change, problem, hint) =>
    expect(engineAction({ ...facts, ...change })).toMatchObject({
      action: 'stop',
      problem: expect.stringMatching(problem),
      hint: expect.stringMatching(hint),
    }),
  );

  it('never touches an engine elsewhere, even where it could install one', () =>
    expect(engineAction({ ...facts, elsewhere: "docker context 'remote'" }).action).toBe('stop'));
});

describe('the base image when it cannot be pulled', () => {
  const facts = { platform: 'linux', root: true, debian: true, hasDebootstrap: false };

  it.each([
    [{}, 'install-debootstrap'],
    [{ hasDebootstrap: true }, 'debootstrap'],
    [{ debian: false, hasDebootstrap: true }, 'debootstrap'],
    [{ debian: false }, 'stop'],
    [{ root: false, hasDebootstrap: true }, 'stop'],
    [{ platform: 'darwin' }, 'stop'],
  ])('%j -> %s', (change, way) => expect(baseImageFallback({ ...facts, ...change })).toBe(way));
});

it.each([
  ['ID=debian\nVERSION_ID="12"', true],
  ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian', true],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
  ['ID=fedora\nHOME_URL="https://not.debian.example"', false],
  ['', false],
])('knows Debian by /etc/os-release: %j', (text, debian) => expect(isDebian(text)).toBe(debian));

describe('build steps', () => {
  it.each([
    ['Step 3/13 : RUN set -eu', { step: 3, of: 13, what: 'RUN set -eu' }],
    ['#7 [3/12] RUN set -eu', { step: 3, of: 12, what: 'RUN set -eu' }],
    ['#7 [ 3/12] COPY roles /opt', { step: 3, of: 12, what: 'COPY roles /opt' }],
    ['#9 [stage-1 2/4] RUN x', { step: 2, of: 4, what: 'RUN x' }],
    ['#7 [internal] load build context', null],
    [' ---> Running in 5d6db84', null],
    ['Setting up nginx (1/2)', null],
  ])('%s', (line, step) => expect(parseBuildStep(line)).toEqual(step));
});

describe('content ids', () => {
  it('are short and stable', () => expect(contentId(['a', 'b'])).toMatch(/^[0-9a-f]{12}$/));

  it('tell where one part ends and the next begins', () =>
    expect(contentId(['ab', 'c'])).not.toBe(contentId(['a', 'bc'])));
});

describe('a dockerd in its pid file', () => {
  it.each([
    ['2043 (dockerd) S 1 2043', true],
    ['2043 (dockerd) R 1 2043', true],
    ['2043 (dockerd) Z 1 2043', false],
    ['2043 (node) S 1 2043', false],
    ['2043 (not (dockerd) S) S 1', false],
    [null, false],
    ['', false],
  ])('%s: lives %s', (line, lives) => expect(isLiveDockerd(line)).toBe(lives));
});
