export declare const steps: string[];
export declare function parseArguments(
  args: string[],
): { until: string; problem: null } | { until: null; problem: string };
export declare function nodeProblem(version: string, engines: string): string | null;
export declare function contentId(parts: (string | Uint8Array)[]): string;
export declare function packagesAction(facts: {
  lockText: string;
  stamp: string | null;
  installedText: string | null;
}): 'nothing' | 'stamp' | 'install';
export declare function engineAction(facts: {
  platform: string;
  root: boolean;
  debian: boolean;
  elsewhere: string | null;
  missing: string[];
  refused: boolean;
}): { action: 'install' | 'start' } | { action: 'stop'; problem: string; hint: string };
export declare function isDebian(osRelease: string): boolean;
export declare function baseImageFallback(facts: {
  platform: string;
  root: boolean;
  debian: boolean;
  hasDebootstrap: boolean;
}): 'debootstrap' | 'install-debootstrap' | 'stop';
export declare function parseBuildStep(line: string): { step: number; of: number; what: string } | null;
export function isLiveDockerd(statLine: string | null): boolean;
