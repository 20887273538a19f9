import type { Journey } from '../lib/request.ts';
import type { Persona } from '../lib/staff.ts';
import type { User } from '../lib/user.ts';

/** One business task of one persona. Its file is named as its id. */
export interface JourneyDefinition {
  id: string;
  persona: Persona;
  /** How often the persona does it, against its other journeys. */
  weight: number;
  /**
   * Requests of each action, in order; an action ends with a pause. A test holds these figures to the journey as
   * written, because what N users mean in requests per second follows from them.
   */
  requestsPerAction: readonly number[];
  run(user: User): Journey;
}
