import { STAFF_PASSWORD, staffEmail } from '../../../scenarios/lib/staff.ts';
import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Ask } from '../../run/conform/ask.ts';
import { defineCommand } from '../define-command.ts';

const systems = ['target', 'waha', 'telephony'] as const;
type System = (typeof systems)[number];

/** Which system the options name, and its address. */
function systemOf(options: Record<string, unknown>): { system: System; address: string } {
  const named = systems.filter((system) => options[system] !== undefined);
  const [system] = named;
  if (system === undefined || named.length > 1) {
    throw new HarnessError('usage', 'one of --target, --waha and --telephony says what to ask', {
      hint: 'capacity conform --target https://127.0.0.1:8443 --insecure',
    });
  }
  if (system !== 'target' && options.apiKey === undefined)
    throw new HarnessError('usage', `--${system} wants an --api-key`);
  if (options.call !== undefined && !/^\+?\d{4,15},\+?\d{4,15}$/.test(options.call as string))
    throw new HarnessError('usage', '--call: Allowed: two phone numbers with a comma between');
  return { system, address: options[system] as string };
}

/** What is asked of each system, and with which headers. */
async function asksOf(
  system: System,
  options: Record<string, unknown>,
): Promise<{ asks: readonly Ask[]; headers: Record<string, string> }> {
  const key = options.apiKey as string;
  const sendTo = (options.sendTo as string | undefined) ?? null;
  if (system === 'waha') {
    const { wahaAsks } = await import('../../run/conform/waha-asks.ts');
    const asks = wahaAsks((options.session as string | undefined) ?? null, sendTo);
    return { asks, headers: { 'x-api-key': key } };
  }
  if (system === 'telephony') {
    const { telephonyAsks, telephonyHeaders } = await import('../../run/conform/telephony-asks.ts');
    const [from, to] = ((options.call as string | undefined) ?? '').split(',');
    const call = from && to ? { from, to } : null;
    return { asks: telephonyAsks(call), headers: telephonyHeaders(key) };
  }
  const { crmReads, loginAsks, logoutAsks } = await import('../../run/conform/crm-reads.ts');
  const { crmWrites } = await import('../../run/conform/crm-writes.ts');
  const login = loginAsks(options.email as string, options.password as string);
  return { asks: [...login, ...crmReads, ...crmWrites(), ...logoutAsks], headers: {} };
}

export default defineCommand({
  declare: (program) =>
    program
      .summary('ask a CRM, a WAHA or a telephone system of your own whether it answers as it must')
      .description(
        'Asks one endpoint after the other, once, and says of each whether it answers as the contract has it. It only reads, but for the\n' +
          'log-in; --write asks what writes too, --reach what reaches a person. At the end: which journeys a CRM can carry.',
      )
      .option('--target <url>', 'a CRM, such as https://127.0.0.1:8443')
      .option('--email <address>', 'who logs in', staffEmail('mangatrai', 0))
      .option('--password <text>', 'with which password', STAFF_PASSWORD)
      .option('--waha <url>', 'a WAHA, such as http://127.0.0.1:13000')
      .option('--session <name>', 'its session that is asked about (default: one that works)')
      .option(
        '--send-to <chat>',
        'the chat that a message goes to, such as 919800000000@c.us (with --write --reach)',
      )
      .option('--telephony <url>', 'a telephone system, such as http://127.0.0.1:18088')
      .option('--call <from,to>', 'a call between two phones (with --reach)')
      .option('--api-key <key>', 'of the WAHA or the telephone system')
      .option('--write', 'ask what writes, too: best on data that may be thrown away')
      .option('--reach', 'with --write: ask what reaches a person, too')
      .option('--insecure', 'take any certificate')
      .option('--json', 'print JSON')
      .addHelpText(
        'after',
        `
Exit codes: 0 all that is required is there, 1 something required is missing or wrong, 2 no answer, 64 wrong usage

Examples:
  capacity conform --target https://127.0.0.1:8443 --insecure
  capacity conform --target https://127.0.0.1:8443 --insecure --write
  capacity conform --waha http://127.0.0.1:13000 --api-key capacity
  capacity conform --telephony http://127.0.0.1:18088 --api-key capacity`,
      ),
  async run(options, _args, { output, signal }) {
    const { system, address } = systemOf(options);
    const { targetUrl } = await import('../../run/conform/client.ts');
    const { conform, falls } = await import('../../run/conform/conform.ts');
    const { outlooksOf } = await import('../../run/conform/journeys.ts');
    const { conformLines } = await import('../conform-lines.ts');
    const url = targetUrl(address);
    const { asks, headers } = await asksOf(system, options);
    const target = { url, headers, insecure: options.insecure === true };
    const allowed = { writes: options.write === true, reaches: options.reach === true };
    const results = await conform(target, asks, allowed, signal);
    const journeys = system === 'target' ? outlooksOf(results) : null;
    if (options.json === true)
      output.line(JSON.stringify({ target: url, conforms: !falls(results), results, journeys }, null, 2));
    else for (const line of conformLines(results, journeys)) output.line(line);
    return falls(results) ? ExitCode.refuted : ExitCode.holds;
  },
});
