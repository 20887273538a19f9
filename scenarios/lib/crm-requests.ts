import type { NewAppointment, NewCustomer, NewInteraction, NewOrder } from './contract.ts';
import { get, post, query, type Request } from './request.ts';

/**
 * Every request of the contract that journeys make, with the answer it expects. Paths stand here and nowhere else.
 */
export const crm = {
  logIn: (email: string, password: string): Request =>
    post('/api/auth/login', '/api/auth/login', { body: { email, password }, status: 200, field: 'user' }),

  dashboard: (): Request => get('/api/dashboard', '/api/dashboard', 'customers'),
  goldRate: (): Request => get('/api/gold-rate', '/api/gold-rate', 'inrPerGram24k'),

  customers: (filter: { page?: number; size?: number; segment?: string }): Request =>
    get('/api/customers', `/api/customers${query(filter)}`, 'items'),
  search: (q: string): Request =>
    get('/api/customers/search', `/api/customers/search${query({ q })}`, 'items'),
  customer: (id: number): Request => get('/api/customers/:id', `/api/customers/${id}`, 'customer'),
  timeline: (id: number): Request =>
    get('/api/customers/:id/timeline', `/api/customers/${id}/timeline`, 'items'),
  createCustomer: (body: NewCustomer): Request =>
    post('/api/customers', '/api/customers', { body, status: 201, field: 'customer' }),
  addInteraction: (id: number, body: NewInteraction): Request =>
    post('/api/customers/:id/interactions', `/api/customers/${id}/interactions`, {
      body,
      status: 201,
      field: 'id',
    }),

  orders: (filter: { page?: number; size?: number; status?: string }): Request =>
    get('/api/orders', `/api/orders${query(filter)}`, 'items'),
  order: (id: number): Request => get('/api/orders/:id', `/api/orders/${id}`, 'order'),
  createOrder: (body: NewOrder): Request =>
    post('/api/orders', '/api/orders', { body, status: 201, field: 'order' }),
  products: (filter: { q?: string; size?: number }): Request =>
    get('/api/products', `/api/products${query(filter)}`, 'items'),

  appointments: (filter: { from?: string; days?: number }): Request =>
    get('/api/appointments', `/api/appointments${query(filter)}`, 'items'),
  bookAppointment: (body: NewAppointment): Request =>
    post('/api/appointments', '/api/appointments', { body, status: 201, field: 'id' }),

  leads: (filter: { stage?: string; size?: number }): Request =>
    get('/api/leads', `/api/leads${query(filter)}`, 'items'),
  moveLead: (id: number, stage: string): Request =>
    post('/api/leads/:id/move', `/api/leads/${id}/move`, { body: { stage }, status: 200, field: 'id' }),

  tasks: (): Request => get('/api/tasks', '/api/tasks', 'items'),
  completeTask: (id: number): Request =>
    post('/api/tasks/:id/complete', `/api/tasks/${id}/complete`, { status: 200, field: 'id' }),
};
