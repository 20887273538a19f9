/** One line on standard error. The CRM says only what somebody must know; requests are not logged. */
export function log(line: string): void {
  process.stderr.write(`crm: ${line}\n`);
}
