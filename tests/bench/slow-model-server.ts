import { createServer } from 'node:http';

import { REPLY } from './model-calls.ts';

/** A script: a chat server that answers everything alike, after as many milliseconds as its argument says. It prints its port. */
const delayMs = Number(process.argv[2]);

const headers = { 'content-type': 'application/json' };
const models = JSON.stringify({ object: 'list', data: [{ id: 'slow', object: 'model' }] });
const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'slow',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: REPLY } }],
  usage: { prompt_tokens: 900, completion_tokens: 24, total_tokens: 924 },
});

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    if (request.method === 'GET') response.writeHead(200, headers).end(models);
    else setTimeout(() => response.writeHead(200, headers).end(completion), delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
