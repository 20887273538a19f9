import { STAFF_PASSWORD, staffEmail } from '../../../scenarios/lib/staff.ts';
import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import type { Ask } from '../../run/conform/ask.ts';
import type { Named } from '../../run/conform/crm-writes.ts';
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
  const wanted = forms[system];
  for (const [name, option] of Object.entries(only)) {
    const given = options[name] as string | undefined;
    if (given === undefined) continue;
    const form = wanted[name];
    if (form === undefined) throw new HarnessError('usage', `${option} is not for --${system}`);
    if (!form.pattern.test(given)) throw new HarnessError('usage', `${option}: Allowed: ${form.allowed}`);
  }
  return { system, address: options[system] as string };
}

/** Options that name what a question may change or reach. */
const only = { phone: '--phone', task: '--task', sendTo: '--send-to', call: '--call' };

type Form = { pattern: RegExp; allowed: string };
const id = (what: string): Form => ({ pattern: /^[1-9]\d{0,14}$/, allowed: `the id of a ${what}` });
/** How each system takes them. */
const forms: Record<System, Record<string, Form>> = {
  target: {
    phone: { pattern: /^\+91[6-9]\d{9}$/, allowed: '+91, a digit from 6 to 9, and nine digits' },
    ...{ task: id('task'), sendTo: id('thread'), call: id('customer') },
  },
  waha: { sendTo: { pattern: /^[\w.-]+@[\w.]+$/, allowed: 'a chat, such as 919800000000@c.us' } },
  telephony: {
    call: { pattern: /^\+?\d{4,15},\+?\d{4,15}$/, allowed: 'two phone numbers with a comma between' },
  },
};

/** The rows of a CRM that the options name. */
function namedBy(options: Record<string, unknown>): Named {
  const number = (name: string) => (options[name] === undefined ? undefined : Number(options[name]));
  return {
    phone: options.phone as string | undefined,
    ...{ task: number('task'), thread: number('sendTo'), called: number('call') },
  };
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
  return { asks: [...login, ...crmReads, ...crmWrites(namedBy(options)), ...logoutAsks], headers: {} };
}

export default defineCommand({
  declare: (program) =>
    program
      .summary('ask a CRM, a WAHA or a telephone system of your own whether it answers as it must')
      .description(
        'Asks one endpoint after the other, once, and says of each whether it answers as the contract has it. It only reads, but for the ' +
          'log-in; --write asks what writes too, --reach what reaches a person. At the end: which journeys a CRM can carry, and the verdict.\n\n' +
          'With --write a CRM keeps one made-up customer with an order, an appointment and a note, an export and a cancelled draft. Its own ' +
          'rows stay as they are: a task is completed only where --task names it. A WAHA keeps nothing. With --reach only whom --send-to ' +
          'and --call name is sent a message or called, nobody else.',
      )
      .option('--target <url>', 'a CRM, such as https://127.0.0.1:8443')
      .option('--email <address>', 'who logs in', staffEmail('mangatrai', 0))
      .option('--password <text>', 'with which password', STAFF_PASSWORD)
      .option('--waha <url>', 'a WAHA, such as http://127.0.0.1:13000')
      .option('--session <name>', 'its session that is asked about (default: one that works)')
      .option(
        '--send-to <chat>',
        'who is sent a message: a chat of a WAHA (919800000000@c.us), the id of a thread of a CRM (with --write --reach)',
      )
      .option('--telephony <url>', 'a telephone system, such as http://127.0.0.1:18088')
      .option(
        '--call <whom>',
        'a call: two phones of a telephone system (from,to; with --reach), the id of a customer of a CRM (with --write --reach)',
      )
      .option('--api-key <key>', 'of the WAHA or the telephone system')
      .option(
        '--phone <number>',
        'phone number of the customer that --write makes (default: one that no subscriber can have, another each time)',
      )
      .option('--task <id>', 'a task of the CRM that --write may complete')
      .option('--write', 'ask what writes, too: best on data that may be thrown away')
      .option('--reach', 'with --write: ask what reaches a person, too')
      .option('--insecure', 'take any certificate')
      .option('--json', 'print JSON')
      .addHelpText(
        'after',
        `
Exit codes: 0 all that is required and was asked is right, 1 something required is missing or wrong, or could not be asked
because no row was there to ask for, 2 no answer, 64 wrong usage
What only an option lets it ask (--write, --reach, --task, --send-to, --call) may be left out: the last line then says 'as far as it
was asked', with what was not; --json has conforms: null.

Examples:
  capacity conform --target https://127.0.0.1:8443 --insecure
  capacity conform --target https://127.0.0.1:8443 --insecure --write
  capacity conform --waha http://127.0.0.1:13000 --api-key capacity
  capacity conform --telephony http://127.0.0.1:18088 --api-key capacity`,
      ),
  async run(options, _args, { output, signal }) {
    const { system, address } = systemOf(options);
    const { targetUrl } = await import('../../run/conform/client.ts');
    const { conform } = await import('../../run/conform/conform.ts');
    const { verdictOf } = await import('../../run/conform/verdict.ts');
    const { outlooksOf } = await import('../../run/conform/journeys.ts');
    const { conformLines } = await import('../conform-lines.ts');
    const url = targetUrl(address);
    const { asks, headers } = await asksOf(system, options);
    const target = { url, headers, insecure: options.insecure === true };
    const allowed = { writes: options.write === true, reaches: options.reach === true };
    const results = await conform(target, asks, allowed, signal);
    const journeys = system === 'target' ? outlooksOf(results) : null;
    const { conforms, passes, says } = verdictOf(results);
    if (options.json === true)
      output.line(JSON.stringify({ target: url, conforms, says, results, journeys }, null, 2));
    else for (const line of conformLines(results, journeys)) output.line(line);
    return passes ? ExitCode.holds : ExitCode.refuted;
  },
});
