// A placeholder where WAHA will be: it lives and answers a ping, and says of everything else that it is not there yet. A
// message that was "sent" to it would be a lie, so it takes none.
import { createServer } from 'node:http';

const answers = {
  '/ping': [200, { message: 'pong' }],
  '/health': [200, { status: 'ok', placeholder: true }],
};
const absent = [501, { error: 'this is a placeholder: it has no sessions and sends no messages' }];

createServer((request, response) => {
  const [status, body] = (request.method === 'GET' && answers[request.url ?? '']) || absent;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(process.env.PORT), '0.0.0.0');
