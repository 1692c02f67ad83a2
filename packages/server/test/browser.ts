import { parse } from 'cookie';
import type { AnswerBody } from './answer-body.js';

export interface Visit {
  status: number;
  /** Where the answer leads; null when nowhere. */
  location: URL | null;
  body: AnswerBody;
  setCookies: string[];
}

/** As much of a browser as a sign-in needs: keeps the cookies of every host, follows nothing by itself. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  cookies(host: string): Map<string, string> {
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    return jar;
  }

  visit(address: URL | string, headers: Record<string, string> = {}): Promise<Visit> {
    return this.#send(address, { headers });
  }

  /** As a script of a page of that host does. */
  post(address: URL | string, body: object, headers: Record<string, string> = {}): Promise<Visit> {
    return this.#send(address, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #send(address: URL | string, request: RequestInit): Promise<Visit> {
    const url = new URL(address);
    const jar = this.cookies(url.host);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...request,
      redirect: 'manual',
      headers: { ...request.headers, ...(cookie ? { cookie } : {}) },
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) {
      const [first = ''] = line.split(';', 1);
      for (const [name, value] of Object.entries(parse(first)))
        if (value) jar.set(name, value);
        else jar.delete(name);
    }
    const text = await response.text();
    const location = response.headers.get('location');
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      location: location === null ? null : new URL(location, url),
      body: isJson ? JSON.parse(text) : text,
      setCookies,
    };
  }
}
