import { Fault } from '../faults.ts';

/** Why a webhook is not taken; what is counted and logged, and nothing else of it. */
export type Reason =
  | 'address'
  | 'unsigned'
  | 'signature'
  | 'late'
  | 'certificate'
  | 'type'
  | 'size'
  | 'body'
  | 'unavailable';

/** A webhook that is not taken. */
export class Refused extends Fault {
  readonly reason: Reason;

  constructor(status: ConstructorParameters<typeof Fault>[0], reason: Reason, sentence: string) {
    super(status, sentence);
    this.reason = reason;
  }
}

export const unsigned = (header: string) => new Refused(401, 'unsigned', `${header} is missing`);
export const forged = () => new Refused(401, 'signature', 'the signature does not fit');
export const late = () => new Refused(401, 'late', 'the signature is of another time');
