/** What is asked for by `Calls/connect`, in Exotel's words. */
export interface ConnectForm {
  /** The agent's phone, which is asked to call. */
  from: string;
  to: string;
  callerId: string;
  /** Seconds that it may talk at most. */
  timeLimitS: number;
  record: boolean;
  /** `<tenant>:<the CRM's own id of the call>`. */
  customField: string;
  tenant: string;
  reference: string;
  callback: string | null;
}

const phone = /^\+?[0-9]{4,15}$/;
/** Exotel's most. */
const longestS = 14_400;
/** Exotel's, in characters. */
const longestCustomField = 128;

/**
 * Reads the form. `StatusCallback` is where the call's webhooks go instead of the CRM's own address; `StatusCallbackEvents[]` is
 * taken and not looked at, for all events go out. Throws one sentence where a field does not fit.
 */
export function readConnectForm(form: URLSearchParams): ConnectForm {
  const field = (name: string) => form.get(name) ?? '';
  for (const name of ['From', 'To', 'CallerId'])
    if (!phone.test(field(name))) throw new Error(`${name} must be a phone number: 4 to 15 digits`);
  if (field('CallType') !== '' && field('CallType') !== 'trans') throw new Error('CallType must be trans');
  const timeLimitS = field('TimeLimit') === '' ? longestS : Number(field('TimeLimit'));
  if (!Number.isInteger(timeLimitS) || timeLimitS < 1 || timeLimitS > longestS)
    throw new Error(`TimeLimit must be 1 to ${longestS} seconds`);
  if (!/^(true|false|)$/.test(field('Record'))) throw new Error('Record must be true or false');
  const customField = field('CustomField');
  const [, tenant, reference] = /^([a-z0-9-]+):([\w-]+)$/.exec(customField) ?? [];
  if (tenant === undefined || reference === undefined || customField.length > longestCustomField)
    throw new Error('CustomField must be <tenant>:<call>, in at most 128 characters');
  const callback = form.get('StatusCallback');
  if (callback !== null && !/^https?:\/\/[^\s/]+/.test(callback))
    throw new Error('StatusCallback must be an address that begins with http:// or https://');
  return {
    from: field('From'),
    to: field('To'),
    callerId: field('CallerId'),
    timeLimitS,
    record: field('Record') === 'true',
    customField,
    tenant,
    reference,
    callback,
  };
}
