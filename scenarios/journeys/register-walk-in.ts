import { idIn, rowIn } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import { daysAfter } from '../lib/user.ts';
import type { JourneyDefinition } from './definition.ts';

const firstNames = ['Aarav', 'Diya', 'Ishaan', 'Kavya', 'Meera', 'Rohan', 'Sunita', 'Vikram'];
const lastNames = ['Agarwal', 'Iyer', 'Jain', 'Mehta', 'Patil', 'Rao', 'Shah', 'Verma'];
const cities = ['Ahmedabad', 'Hyderabad', 'Kolkata', 'Mumbai', 'Pune'];

/** Somebody new walks in: make sure they are not known, register them, book their next visit. */
export default {
  id: 'register-walk-in',
  persona: 'sales-associate',
  weight: 2,
  requestsPerAction: [2, 3, 3],
  *run(user) {
    const phone = user.newPhone();
    const name = `${user.random.pick(firstNames)} ${user.random.pick(lastNames)}`;
    yield crm.search(phone);
    user.see(yield crm.search(name));
    yield user.pause();

    const city = user.random.pick(cities) ?? 'Pune';
    const created = user.see(yield crm.createCustomer({ name, phone, city, notes: 'Walk-in' }));
    const customerId = rowIn(created, 'customer')?.id;
    if (customerId !== undefined) {
      user.see(yield crm.customer(customerId, { phone }));
      yield crm.timeline(customerId);
    }
    yield user.pause();

    const today = user.today();
    yield crm.appointments({ days: 7 });
    if (customerId !== undefined && today !== null) {
      const day = daysAfter(today, user.random.int(1, 14));
      const hour = user.random.int(11, 19);
      const startsAt = `${day}T${hour}:00:00+05:30`;
      const booked = yield crm.bookAppointment({ customerId, startsAt, purpose: 'Second visit' });
      yield crm.appointments({ from: day, days: 1 }, idIn(booked, 'id'));
    }
    yield user.pause();
  },
} satisfies JourneyDefinition;
