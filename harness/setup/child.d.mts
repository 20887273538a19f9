export declare function run(
  command: string,
  args: string[],
  options?: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    timeoutMs?: number;
    firstOutputMs?: number;
    onLine?: (line: string) => void;
  },
): Promise<{ code: number; stdout: string; stderr: string; last: string; timedOut: boolean }>;
