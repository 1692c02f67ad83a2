import { EventEmitter, once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string;
  headers: string;
  /** The whole of it, as it came, transfer encoding taken off. */
  text: string;
}

/** A mail server on 127.0.0.1 that takes everything, or refuses what it is told to. */
export interface MailReceiver {
  url: string;
  mails: ReceivedMail[];
  /** Receivers whom it refuses, with the SMTP status. */
  refusals: Map<string, number>;
  /** The next mail to this address that nobody asked for yet. */
  mailTo(address: string): Promise<ReceivedMail>;
  close(): Promise<void>;
}

function decoded(raw: string): string {
  const bytes = raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The one-time token of the link in a mail. */
export function tokenIn(mail: ReceivedMail): string {
  const token = /(?:code|confirmation)=([\w-]{43})/.exec(mail.text)?.[1];
  if (token === undefined) throw new Error(`There is no link in: ${mail.text}`);
  return token;
}

export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const waiting = new Set<ReceivedMail>();
  const refusals = new Map<string, number>();
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const status = refusals.get(address);
      if (status === undefined) return done();
      done(Object.assign(new Error('refused by the test'), { responseCode: status }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        for (const { address } of session.envelope.rcptTo) {
          const mail = {
            to: address,
            headers: raw.split('\r\n\r\n', 1)[0] ?? '',
            text: decoded(raw),
          };
          mails.push(mail);
          waiting.add(mail);
        }
        done();
        arrivals.emit('mail');
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    mails,
    refusals,
    mailTo: async (to) => {
      for (;;) {
        const mail = [...waiting].find((candidate) => candidate.to === to);
        if (mail) {
          waiting.delete(mail);
          return mail;
        }
        await once(arrivals, 'mail');
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
