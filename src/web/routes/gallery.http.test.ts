import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { createApp } from '../app.ts';

let one: TestApp;
beforeAll(async () => { one = await openTestApp({ demoAccounts: false }); });
afterAll(async () => { await one.close(); });

it('a demo shows its specimens, all at once or one page whole, in the reader’s language', async () => {
  const all = await one.app.inject({ url: '/gallery?lang=en' });
  expect(all.statusCode).toBe(200);
  expect(all.body).toContain('Every component, every state, every page.');
  const page = await one.app.inject({ url: '/gallery?page=ReceiptPage&example=0&lang=zh' });
  expect(page.body).toContain('已经收到');
  for (const url of ['/gallery?page=NoPage', '/gallery?page=ReceiptPage&example=99', '/gallery?page=a&page=b']) expect((await one.app.inject({ url })).statusCode).toBe(404);
});

it('no other instance has the address', async () => {
  const app = await createApp({ ...one.services, isDemo: false }, { version: '0.0.0', pressureMs: false, accessLog: false });
  expect((await app.inject({ url: '/gallery' })).statusCode).toBe(404);
  await app.close();
});
