import { type DefectId, defectIds } from './defects.ts';
import { type OutsideConfig, readOutside } from './outside-config.ts';

/** What the CRM is told by its environment. */
export interface Config {
  host: string;
  port: number;
  workers: number;
  /** Processes beside them that work on jobs. */
  jobProcesses: number;
  /** Through PgBouncer in transaction mode. */
  databaseUrl: string;
  /** Replicas for reads, each through a PgBouncer of its own or not; none where there is no replica. */
  replicaUrls: string[];
  /** One address; those of all nodes of a cluster with spaces between them. */
  redisUrl: string;
  /** The same for jobs and live updates: another server, which evicts nothing. */
  queueUrl: string;
  /** A fault that is planted on purpose, see `defects.ts`. */
  defect: DefectId | null;
  outside: OutsideConfig;
}

/** A setting that the CRM cannot start with; the message is one line for whoever started it. */
export class ConfigError extends Error {}

/** Reads the configuration from environment variables; throws ConfigError that names every wrong one. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = [];
  const whole = (name: string, value: string | undefined, most: number, fallback: number) => {
    const number = value === undefined || value === '' ? fallback : Number(value);
    if (!Number.isInteger(number) || number < 1 || number > most)
      problems.push(`${name} must be 1 to ${most}`);
    return number;
  };
  const url = (name: string, scheme: RegExp) => {
    const value = env[name] ?? '';
    if (!scheme.test(value)) problems.push(`${name} must be an address such as ${examples[name]}`);
    return value;
  };
  const urls = (name: string, scheme: RegExp) => {
    const values = (env[name] ?? '').split(/\s+/).filter(Boolean);
    if (!values.every((value) => scheme.test(value)))
      problems.push(`${name} must be addresses such as ${examples[name]}, with spaces between them`);
    return values;
  };
  const oneOrMore = (name: string, scheme: RegExp) => {
    const values = urls(name, scheme);
    return values.length > 0 ? values.join(' ') : url(name, scheme);
  };
  const defect = env.CRM_DEFECT || null;
  if (defect !== null && !isDefect(defect))
    problems.push(`CRM_DEFECT must be one of ${defectIds.join(', ')}, not '${defect}'`);
  const config: Config = {
    host: env.HOST || '127.0.0.1',
    port: whole('PORT', env.PORT, 65_535, 8000),
    workers: whole('WORKERS', env.WORKERS, 64, 1),
    jobProcesses: whole('JOB_PROCESSES', env.JOB_PROCESSES, 16, 1),
    databaseUrl: url('DATABASE_URL', /^postgres(ql)?:\/\//),
    replicaUrls: urls('DATABASE_REPLICA_URLS', /^postgres(ql)?:\/\//),
    redisUrl: oneOrMore('REDIS_URL', /^rediss?:\/\//),
    queueUrl: urls('QUEUE_URL', /^rediss?:\/\//).join(' '),
    defect: defect as DefectId | null,
    outside: readOutside(env, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return { ...config, queueUrl: config.queueUrl || config.redisUrl };
}

const examples: Record<string, string> = {
  DATABASE_URL: 'postgres://user:password@127.0.0.1:6432/crm',
  DATABASE_REPLICA_URLS: 'postgres://user:password@replica:5432/crm',
  QUEUE_URL: 'redis://:password@127.0.0.1:6380',
  REDIS_URL: 'redis://:password@127.0.0.1:6379',
};

function isDefect(value: string): value is DefectId {
  return (defectIds as readonly string[]).includes(value);
}
