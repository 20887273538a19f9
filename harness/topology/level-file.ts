import { parse } from 'yaml';
import { z } from 'zod';
import { HarnessError } from '../core/errors.ts';
import { type LevelSpec, type VmSpec, vmSpecSchema } from '../core/level.ts';
import { GIB, MIB } from '../core/units.ts';
import { interpolate } from './interpolate.ts';

/** A VM of the level file: the document's size, and what its container needs to start. */
export interface VmDefinition {
  spec: VmSpec;
  /** Image of its container: the VM image, one built from it with another CRM on it, or the user's own WAHA or telephone system. */
  image: string;
  environment: Record<string, string>;
  /** Ports inside the container; `host` where the file fixes one for use by hand. */
  ports: { container: number; host: number | null }[];
  shmBytes: number | null;
}

export interface LevelDefinition {
  spec: LevelSpec;
  vms: VmDefinition[];
  /**
   * Hosts that stand for the world outside the CRM. They are on the load generator's side and no VMs of the document: `spec` does
   * not have them. Left out: none.
   */
  testHosts?: VmDefinition[];
}

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  labels: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
  environment: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((v) => String(v ?? '')),
    )
    .default({}),
  ports: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
  shm_size: z.union([z.string(), z.number()]).optional(),
});
const fileSchema = z.looseObject({ services: z.record(z.string(), serviceSchema) });

const sizeUnits: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  m: MIB,
  mb: MIB,
  g: GIB,
  gb: GIB,
};

/** Bytes of a size as the document and compose write them: 8GB, 256m, 1024. NaN where it is none. */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  return match ? Number(match[1]) * (sizeUnits[(match[2] ?? '').toLowerCase()] ?? Number.NaN) : Number.NaN;
}

function parsePort(text: string): { container: number; host: number | null } {
  const parts = text.replace(/\/tcp$/, '').split(':');
  const container = Number(parts.at(-1));
  return { container, host: parts.length > 1 ? Number(parts.at(-2)) : null };
}

type Service = z.infer<typeof serviceSchema>;

function vmOf(name: string, service: Service, variables: Record<string, string>): VmDefinition {
  const label = (key: string) => service.labels[`capacity.${key}`] ?? '';
  const spec = vmSpecSchema.safeParse({
    name: label('vm'),
    roles: label('roles').split(/\s+/).filter(Boolean),
    vCpu: Number(label('vcpu')),
    memoryBytes: parseSize(label('memory')),
    diskBytes: label('disk') === 'unstated' ? null : parseSize(label('disk')),
    ...(label('size') === 'assumed' ? { sizeAssumed: true } : {}),
  });
  if (!spec.success) {
    const issue = spec.error.issues[0];
    throw new HarnessError(
      'bad-level-file',
      `service ${name}: label capacity.${String(issue?.path[0])} is wrong: ${issue?.message}`,
      {
        hint: 'labels are capacity.level (or .test-host), .vm, .roles, .vcpu, .memory (8GB), .disk (100GB, or unstated) and .size (assumed, or none)',
      },
    );
  }
  const environment = Object.fromEntries(
    Object.entries(service.environment).map(([key, value]) => [key, interpolate(value, variables)]),
  );
  const shm = service.shm_size === undefined ? null : parseSize(String(service.shm_size));
  const image =
    service.image === undefined
      ? (variables.CAPACITY_VM_IMAGE ?? 'capacity-vm:latest')
      : interpolate(service.image, variables);
  return { spec: spec.data, image, environment, ports: service.ports.map(parsePort), shmBytes: shm };
}

/**
 * The VMs and the test hosts of one level. `variables` fill `${NAME}` in images and environments.
 * Throws HarnessError 'bad-level-file' that names the service, or 'usage' for a level that the file does not have.
 */
export function parseLevelFile(
  text: string,
  level: number,
  options: { source: LevelSpec['source']; variables?: Record<string, string> },
): LevelDefinition {
  let file: z.infer<typeof fileSchema>;
  try {
    file = fileSchema.parse(parse(text));
  } catch (cause) {
    throw new HarnessError('bad-level-file', 'the level file is no compose file', {
      cause,
      hint: 'see docker-compose.levels.yml',
    });
  }
  const services = Object.entries(file.services);
  const labelled = (label: string) =>
    services
      .filter(([, service]) => service.labels[label] === String(level))
      .map(([name, service]) => vmOf(name, service, options.variables ?? {}));
  const vms = labelled('capacity.level');
  if (vms.length === 0) {
    const known = [
      ...new Set(services.map(([, service]) => service.labels['capacity.level']).filter(Boolean)),
    ].sort();
    throw new HarnessError('usage', `level ${level} is not described`, {
      hint: `levels that are: ${known.join(', ')}`,
    });
  }
  const testHosts = labelled('capacity.test-host');
  const twice = testHosts.find(({ spec }) => vms.some((vm) => vm.spec.name === spec.name));
  if (twice !== undefined)
    throw new HarnessError(
      'bad-level-file',
      `${twice.spec.name} is both a VM and a test host of level ${level}`,
      {
        hint: 'a service has the label capacity.level or capacity.test-host, and a name (capacity.vm) of its own',
      },
    );
  return {
    spec: { level, source: options.source, vms: vms.map((vm) => vm.spec) },
    vms,
    testHosts,
  };
}
