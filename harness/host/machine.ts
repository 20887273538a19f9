import { readFileSync } from 'node:fs';
import { cpus, freemem, release, type as systemType, totalmem } from 'node:os';

export interface Machine {
  cpuModel: string;
  cores: number;
  memoryBytes: number;
  kernel: string;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpuModel: all[0]?.model.trim() || 'unknown',
    cores: Math.max(1, all.length),
    memoryBytes: totalmem(),
    kernel: `${systemType()} ${release()}`,
  };
}

/** CPU time since boot, all cores together, in any one unit: only ratios of differences mean something. */
export interface CpuTimes {
  busy: number;
  steal: number;
  total: number;
}

/** From /proc/stat on Linux (the only place that tells steal), elsewhere from the operating system without steal. */
export function readCpuTimes(): CpuTimes {
  try {
    const first = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
    const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = first
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    const busy = user + nice + system + irq + softirq;
    return { busy, steal, total: busy + steal + idle + iowait };
  } catch {
    const times = cpus().map((cpu) => cpu.times);
    const busy = times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.irq, 0);
    return { busy, steal: 0, total: busy + times.reduce((sum, t) => sum + t.idle, 0) };
  }
}

/** Memory that could be given to new work, bytes. */
export function availableMemoryBytes(): number {
  try {
    const match = /MemAvailable:\s+(\d+) kB/.exec(readFileSync('/proc/meminfo', 'utf8'));
    if (match) return Number(match[1]) * 1024;
  } catch {
    // not Linux
  }
  return freemem();
}

/** CPU time that this process has used so far, user and system together, in seconds. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
