import { describe, expect, it } from 'vitest';
import { ConfigError, describeSettings, parseConfig } from '../config.js';

const providers = (list: unknown) =>
  parseConfig({ MAIA_PROVIDERS: typeof list === 'string' ? list : JSON.stringify(list) }).providers;

const id = { clientId: 'a', clientSecret: 'b' };

describe('MAIA_PROVIDERS', () => {
  it('knows where the great ones are, and takes any issuer', () => {
    const list = providers([
      { name: 'google', ...id },
      { name: 'microsoft', tenant: 'contoso.example', ...id },
      { name: 'github', ...id },
      { name: 'sso', issuer: 'https://id.lender.example/realms/staff', clientId: 'a' },
      { name: 'staff', label: 'Lender ID', issuer: 'https://id.lender.example', clientId: 'a' },
    ]);
    expect(
      list.map(({ name, kind, url, clientSecret }) => [name, kind, url.href, clientSecret]),
    ).toEqual([
      ['google', 'oidc', 'https://accounts.google.com/', 'b'],
      ['microsoft', 'oidc', 'https://login.microsoftonline.com/contoso.example/v2.0', 'b'],
      ['github', 'github', 'https://github.com/', 'b'],
      ['sso', 'oidc', 'https://id.lender.example/realms/staff', null],
      ['staff', 'oidc', 'https://id.lender.example/', null],
    ]);
    const labels = ['Google', 'Microsoft', 'GitHub', 'sso', 'Lender ID'];
    expect(list.map(({ label }) => label)).toEqual(labels);
    expect(providers('')).toEqual([]);
  });

  it.each([
    ['no JSON', '[{', /not valid JSON/],
    ['no list', {}, /must be array/],
    ['an unknown field', [{ name: 'google', ...id, secret: 'x' }], /0/],
    ['no client', [{ name: 'google' }], /0/],
    ['no issuer', [{ name: 'sso', ...id }], /no issuer for "sso"/],
    ['the name local', [{ name: 'local', issuer: 'https://a.example', ...id }], /"local"/],
    [
      'a name twice',
      [
        { name: 'google', ...id },
        { name: 'google', ...id },
      ],
      /twice/,
    ],
    ['an issuer without TLS', [{ name: 'sso', issuer: 'http://a.example', ...id }], /https/],
    ['an issuer that is no URL', [{ name: 'sso', issuer: 'a.example', ...id }], /https/],
  ])('refuses %s, saying what is wrong without a secret', (_, list, problem) => {
    const attempt = () => providers(list);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(problem);
  });

  it('is masked where settings are shown', () => {
    const shown = describeSettings({ MAIA_PROVIDERS: 'secret', SMTP_URL: 'smtp://a:b@c' });
    for (const name of ['MAIA_PROVIDERS', 'SMTP_URL'])
      expect(shown.find((setting) => setting.name === name)?.value).toBe('********');
  });
});
