import type { Role, VmSpec } from '../core/level.ts';
import { type Grant, grantOf, type HostSize } from './grant.ts';
import { namesUsedBy, type SizingRule, sizesOf, sizingRules } from './sizing.ts';

/** A setting that follows from a VM's size. */
interface SizedSetting extends SizingRule {
  /** At the document's size. */
  document: string;
  /** At the size that the VM gets here. */
  here: string;
}

/** VMs of a level that are alike: one size, the same settings. */
export interface SizedVms {
  vms: string[];
  document: Grant;
  here: Grant;
  /** The document gives them no size: `document` is one of ours. */
  assumed: boolean;
  /** Empty where nothing that runs on them depends on their size. */
  settings: SizedSetting[];
}

/** Every sized setting of every VM, at the document's size and at the one that a host gives it; VMs that are alike once. */
export function settingsOf(vms: readonly VmSpec[], host: HostSize): SizedVms[] {
  const rules = sizingRules();
  const used = new Map<Role, Set<string>>();
  const groups = new Map<string, SizedVms>();
  for (const vm of vms) {
    for (const role of vm.roles) if (!used.has(role)) used.set(role, namesUsedBy(role));
    const own = rules.filter(({ name }) => vm.roles.some((role) => used.get(role)?.has(name)));
    const [document, here] = [{ vCpu: vm.vCpu, memoryBytes: vm.memoryBytes }, grantOf(vm, host)];
    const sized = { document, here, assumed: vm.sizeAssumed === true, settings: valuesOf(own, vm, here) };
    const key = JSON.stringify(sized);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { vms: [vm.name], ...sized });
    else group.vms.push(vm.name);
  }
  return [...groups.values()];
}

function valuesOf(rules: readonly SizingRule[], vm: VmSpec, granted: Grant): SizedSetting[] {
  if (rules.length === 0) return [];
  const document = sizesOf(vm.roles, vm, vm);
  const here = sizesOf(vm.roles, vm, granted);
  return rules.map((rule) => ({
    ...rule,
    document: document.get(rule.name) ?? '',
    here: here.get(rule.name) ?? '',
  }));
}
