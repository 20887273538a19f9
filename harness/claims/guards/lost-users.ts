import { defineGuard } from '../define-guard.ts';

/** Users that dropped out no longer ask for anything. */
export default defineGuard({
  id: 'lost-users',
  title: 'All users stayed to the end',
  direction: 'flatters',
  evidence: ['samples', 'generator'],
  bound: 'as many users at the end of the window as planned, no send dropped',
  likelyCause: 'Users stopped on an error, could not log in, or the generator broke off.',
  nextStep: 'Look into the log of the load for the first user that stopped.',
  check: ({ users }, { samples, generator }) => ({
    passed: samples.users === users && samples.activeUsersAtEnd === users && generator.droppedSends === 0,
    seen: `${samples.activeUsersAtEnd} of ${users} users at the end, ${generator.droppedSends} sends dropped`,
  }),
});
