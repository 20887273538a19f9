import { createServer } from 'node:http';

// Until the stand-in is there: it lives, and answers nothing else.
createServer((request, response) => {
  response.statusCode = request.url === '/health' || request.url === '/ping' ? 200 : 501;
  response.end('{}');
}).listen(Number(process.env.PORT), '0.0.0.0');
