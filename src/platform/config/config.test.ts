import { describe, expect, it } from 'vitest';
import { parseScannerAddress } from './scanner-address.ts';
import { describeConfigRefusal, loadConfig, VARIABLES, type Variable } from './index.ts';

describe('configuration', () => {
  it('needs nothing to be set', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ refused: false, value: { port: 8080, host: '127.0.0.1', databaseUrl: undefined, publicUrl: undefined, trustProxy: false, demo: true, open311Keys: '', log: 'file', clamd: undefined } });
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig(Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it('reads every variable', () => {
    const config = loadConfig({
      PORT: '0', HOST: '::', DATA_DIR: '/srv/minsheng', PUBLIC_URL: 'https://minsheng.example/', TRUST_PROXY: '127.0.0.1, 10.0.0.0/8', MINSHENG_DEMO: '0',
      DATABASE_URL: 'postgres://admin:p%40ss@db.example:6432/minsheng?sslmode=require', OPEN311_KEYS: `linjiang:${'0a'.repeat(32)}  minimal:${'F0'.repeat(32)}`, RECORD_WITNESSES: '/srv/witnesses', LOG: 'stdout', CLAMD: 'clamav.internal:3310', KEY_ROOT: 'command:/usr/bin/hsm', KEY_ROOT_TOKEN: 't0ken', KEY_SUITE: 'national',
      SMTP_URL: 'smtps://sender:p%40ss@mail.example:465', MAIL_FROM: 'notice@county.example', TEXT_GATEWAY: 'https://text.example/send', TEXT_GATEWAY_TOKEN: 'b3arer', TEXT_REPLY_SECRET: 's3cret-of-the-replies-0123456789abc', CALL_GATEWAY: 'http://127.0.0.1:9/call', CALL_GATEWAY_TOKEN: 'c4ller', TEXTS_PER_DAY: '300', NOTICE_DELAY_MINUTES: '15',
      VAULT: '10.0.0.7:8091', VAULT_TOKEN: '/srv/vault-token',
    });
    expect(config).toEqual({ refused: false, value: {
      port: 0, host: '::', dataDir: '/srv/minsheng', publicUrl: 'https://minsheng.example', trustProxy: ['127.0.0.1', '10.0.0.0/8'], demo: false,
      open311Keys: `linjiang:${'0a'.repeat(32)}  minimal:${'F0'.repeat(32)}`, recordWitnesses: '/srv/witnesses', log: 'stdout', keyRoot: 'command:/usr/bin/hsm', keyRootToken: 't0ken', keySuite: 'national', clamd: { host: 'clamav.internal', port: 3310 }, vault: { host: '10.0.0.7', port: 8091 }, vaultToken: '/srv/vault-token',
      waysOut: { mail: { url: 'smtps://sender:p%40ss@mail.example:465', from: 'notice@county.example' }, text: { url: 'https://text.example/send', token: 'b3arer' }, call: { url: 'http://127.0.0.1:9/call', token: 'c4ller' }, replySecret: 's3cret-of-the-replies-0123456789abc', textsPerDay: 300, noticeDelayMinutes: 15 },
      databaseUrl: { host: 'db.example', port: 6432, database: 'minsheng', user: 'admin', password: 'p@ss', ssl: true },
    } });
  });

  it.each<[Variable, string]>([
    ['PORT', '80a'], ['PORT', '65536'], ['PORT', '-1'], ['HOST', 'a host'], ['DATA_DIR', 'a\0b'],
    ['DATABASE_URL', 'mysql://a:b@c/d'], ['DATABASE_URL', 'postgres://c/d'], ['DATABASE_URL', 'postgres://a:%ff@c/d'], ['DATABASE_URL', 'nonsense'],
    ['PUBLIC_URL', 'our.county'], ['PUBLIC_URL', 'https://minsheng.example/path'], ['PUBLIC_URL', 'ftp://minsheng.example'],
    ['TRUST_PROXY', 'yes'], ['MINSHENG_DEMO', 'true'],
    // A key itself, where only its digest belongs.
    ['OPEN311_KEYS', 'linjiang:open-sesame'], ['OPEN311_KEYS', 'no place:'], ['OPEN311_KEYS', `linjiang:${'0'.repeat(64)}:x`], ['RECORD_WITNESSES', 'a\0b'], ['LOG', 'syslog'], ['KEY_ROOT', 'http://kms.example/'], ['KEY_ROOT_TOKEN', 'two words'], ['KEY_SUITE', 'sm4'], ['CLAMD', 'nowhere'], ['CLAMD', 'nowhere:65536'],
    ['OIDC_LABEL', '只有中文'], ['OIDC_SUBJECT', 'a b'], ['OIDC_SECOND_FACTOR', 'otp'], ['OIDC_HOSTS', 'https://id.example.gov'],
    ['SMTP_URL', 'https://mail.example'], ['MAIL_FROM', 'two@a.example, three@b.example'], ['TEXT_GATEWAY', 'http://text.example/send'], ['TEXT_GATEWAY', 'https://user:word@text.example/'], ['TEXT_GATEWAY_TOKEN', 'two words'], ['TEXT_REPLY_SECRET', 'too-short'], ['CALL_GATEWAY', 'ftp://call.example'], ['CALL_GATEWAY_TOKEN', 'two words'], ['TEXTS_PER_DAY', '-7'], ['NOTICE_DELAY_MINUTES', '1441'],
    ['VAULT', '8.8.8.8:8091'], ['VAULT', '0.0.0.0:8091'], ['VAULT', 'nowhere'], ['VAULT', `/${'x'.repeat(100)}`], ['VAULT_TOKEN', 'a\0b'],
  ])('refuses %s=%j, naming the variable and the remedy in both languages', (name, value) => {
    const config = loadConfig({ [name]: value });
    if (!config.refused) throw new Error(`${name} was accepted`);
    expect(config.reason.variables).toEqual([name]);
    for (const locale of ['zh', 'en'] as const) {
      const [line = ''] = describeConfigRefusal(config.reason, locale);
      expect(line).toContain(name);
      expect(line).not.toContain(value);
    }
  });

  it('reads where a scanner listens: host and port, or a socket', () => {
    expect(['127.0.0.1:3310', '[::1]:3310', 'clamav.internal:65535', '/run/clamav/clamd.ctl'].map(parseScannerAddress)).toEqual([
      { host: '127.0.0.1', port: 3310 }, { host: '::1', port: 3310 }, { host: 'clamav.internal', port: 65535 }, { path: '/run/clamav/clamd.ctl' },
    ]);
    for (const wrong of ['', 'clamd', ':3310', 'a:0', 'a:65536', 'a:1:2', 'http://a:1', 'run/clamd.ctl', '/run/\0']) expect(parseScannerAddress(wrong), wrong).toBeUndefined();
  });

  it('speaks to a database of another machine over TLS unless the operator says otherwise, and never falls back', () => {
    const sslOf = (text: string): boolean | undefined => {
      const config = loadConfig({ DATABASE_URL: text });
      return config.refused ? undefined : config.value.databaseUrl?.ssl;
    };
    for (const mode of ['', '?sslmode=prefer', '?sslmode=require', '?sslmode=verify-full']) expect(sslOf(`postgres://a:b@db.example/c${mode}`), mode).toBe(true);
    expect(sslOf('postgres://a:b@db.example/c?sslmode=disable')).toBe(false);
    for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(sslOf(`postgres://a:b@${host}/c`), host).toBe(false);
    expect(sslOf('postgres://a:b@ignored/c?host=/run/postgresql')).toBe(false);
    expect(sslOf('postgres://a:b@127.0.0.1/c?sslmode=require')).toBe(true);
    expect(sslOf('postgres://a:b@127.0.0.1.example/c')).toBe(true);
  });

  it('names all wrong variables at once', () => {
    const config = loadConfig({ PORT: 'x', MINSHENG_DEMO: 'y' });
    expect(config).toMatchObject({ refused: true, reason: { variables: ['PORT', 'MINSHENG_DEMO'] } });
  });
});
