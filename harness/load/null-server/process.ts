import { createServer } from 'node:http';

/**
 * Entry point of the null server: answers everything at once with the same few bytes, so that whatever is measured
 * against it is the generator's own. Plain HTTP on a free port of 127.0.0.1; tells its parent the port, and ends with it.
 */
const answer = Buffer.from(JSON.stringify({ tenant: 'probe', ok: true }));

const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
  response.end(answer);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
