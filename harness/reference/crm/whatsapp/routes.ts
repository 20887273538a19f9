export { campaignRoutes } from './campaign-routes.ts';
export { threadRoutes } from './thread-routes.ts';
