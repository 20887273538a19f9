/** Whom the CRM's mail comes from, and where it comes back to. The mail server of the VMs knows this name too. */
export const mailDomain = 'crm.example';

/** A mail, whoever's it is. */
export interface MailName {
  /** Slug. */
  tenant: string;
  mailId: number;
}

/**
 * The envelope sender of a mail (VERP): every mail has its own, so a report on it finds it whatever the report says. It names the
 * tenant by its slug, as the address of its webhooks does.
 */
export function returnPathOf({ tenant, mailId }: MailName): string {
  return `bounce+${tenant}-${mailId}@${mailDomain}`;
}

/** The mail that a return path is of, or null where it is none. */
export function mailOf(returnPath: string): MailName | null {
  const [, tenant, id, domain] = /^bounce\+([a-z0-9-]+)-(\d{1,10})@(.+)$/i.exec(returnPath) ?? [];
  if (tenant === undefined || domain?.toLowerCase() !== mailDomain) return null;
  return { tenant: tenant.toLowerCase(), mailId: Number(id) };
}
