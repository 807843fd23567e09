import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { createMailer, createSimulator, createTextWebhook } from './index.ts';

const TO = 'canary-mail-7732@example.invalid';
const PHONE = '+8613955667731';

/** A real SMTP server, which refuses whom and when it is told to. */
let smtp: SMTPServer;
let port: number;
const letters: { readonly to: readonly string[]; readonly raw: string }[] = [];
let refusal: (Error & { responseCode?: number }) | undefined;
/** What a gateway for text messages was asked. */
let gateway: Server;
let gatewayPort: number;
let answer: (response: ServerResponse) => void;
const asked: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onRcptTo: (_address, _session, done) => { done(refusal); },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => { parts.push(part); });
      stream.on('end', () => { letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() }); done(); });
    },
  });
  await new Promise<void>((resolve) => { smtp.listen(0, '0.0.0.0', resolve); });
  ({ port } = smtp.server.address() as AddressInfo);
  gateway = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => { parts.push(part); }).on('end', () => { asked.push({ headers: request.headers, body: Buffer.concat(parts).toString() }); answer(response); });
  });
  await new Promise<void>((resolve) => { gateway.listen(0, '127.0.0.1', resolve); });
  gatewayPort = (gateway.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise<void>((resolve) => { smtp.close(resolve); });
  await new Promise((resolve) => gateway.close(resolve));
});

describe('an e-mail', () => {
  const mailer = () => createMailer({ url: `smtp://127.0.0.1:${port}`, from: 'notice@county.example' });

  it('arrives with its words, to one recipient, and says nothing of the program or to whom an absence notice may go', async () => {
    refusal = undefined;
    expect(await mailer().send({ to: TO, subject: '临江县：通知', text: '您的事有新进展。' })).toBe('handed-over');
    const letter = letters.at(-1);
    expect(letter?.to).toEqual([TO]);
    expect(letter?.raw).toContain('Auto-Submitted: auto-generated');
    expect(letter?.raw).not.toMatch(/x-mailer|nodemailer \(/i);
    expect(Buffer.from(/\r\n\r\n([\s\S]*)$/.exec(letter?.raw ?? '')?.[1] ?? '', 'base64').toString()).toContain('您的事有新进展。');
  });

  it('goes to nobody else, whatever was left as an address', async () => {
    const before = letters.length;
    for (const to of ['a@b.example,c@d.example', 'a@b.example>\r\nRCPT TO:<c@d.example', '"x" <a@b.example>, c@d.example']) await mailer().send({ to, subject: 's', text: 't' });
    for (const { to } of letters.slice(before)) expect(to.length).toBe(1);
    expect(letters.slice(before).flatMap(({ to }) => to)).not.toContain('c@d.example');
  });

  it.each([[550, 'refused'], [450, 'away']] as const)('refused with %i is %s, and no word of whom it was for comes back', async (responseCode, outcome) => {
    refusal = Object.assign(new Error(`no ${TO} here`), { responseCode });
    expect(await mailer().send({ to: TO, subject: 's', text: 't' })).toBe(outcome);
  });

  it('goes to no server of another machine that speaks in clear only', async () => {
    refusal = undefined;
    const before = letters.length;
    // The same server under a name that is not this machine's own: it offers no STARTTLS.
    expect(await createMailer({ url: `smtp://127.0.0.2:${port}`, from: 'notice@county.example' }).send({ to: TO, subject: 's', text: 't' })).toBe('away');
    expect(letters.length).toBe(before);
    expect(await mailer().send({ to: TO, subject: 's', text: 't' })).toBe('handed-over');
  });

  it('is worth another try where nobody listens', async () => {
    expect(await createMailer({ url: 'smtp://127.0.0.1:1', from: 'notice@county.example' }).send({ to: TO, subject: 's', text: 't' })).toBe('away');
  });
});

describe('a text message', () => {
  const send = (path = '') => createTextWebhook({ url: `http://127.0.0.1:${gatewayPort}/${path}`, token: 'b3arer' }).send({ to: PHONE, text: '有新进展' });

  it('goes to the gateway as JSON, with its token', async () => {
    answer = (response) => response.writeHead(202).end();
    expect(await send()).toBe('handed-over');
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({ to: PHONE, text: '有新进展' });
    expect(asked.at(-1)?.headers).toMatchObject({ authorization: 'Bearer b3arer', 'content-type': 'application/json' });
  });

  it.each([[400, 'refused'], [422, 'refused'], [401, 'away'], [404, 'away'], [429, 'away'], [500, 'away'], [302, 'away']] as const)('answered with %i is %s', async (status, outcome) => {
    answer = (response) => response.writeHead(status, { location: 'http://127.0.0.1/' }).end(PHONE);
    expect(await send()).toBe(outcome);
  });

  it('is followed to no machine of our own network by a name (T17)', async () => {
    const before = asked.length;
    expect(await createTextWebhook({ url: `http://localhost:${gatewayPort}/`, token: '' }).send({ to: PHONE, text: 't' })).toBe('away');
    expect(asked.length).toBe(before);
  });
});

describe('a demo', () => {
  it('shows what would have been sent, tells phones apart, and keeps no number', async () => {
    const simulator = createSimulator(() => 7);
    for (const to of [PHONE, '13900000001', PHONE]) await simulator.text.send({ to, text: '有新进展' });
    const shown = simulator.shown();
    expect(shown.map(({ line }) => line === shown[0]?.line)).toEqual([true, false, true]);
    expect(JSON.stringify(shown)).not.toMatch(/139\d/);
  });
});
