import { createServer, type RequestListener, type ServerResponse } from 'node:http';

/** A server on 127.0.0.1 that answers as a test says. */
export interface AnswerServer {
  baseUrl: string;
  close(): Promise<void>;
}

export async function startAnswerServer(answer: RequestListener): Promise<AnswerServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
