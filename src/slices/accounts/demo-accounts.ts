export type DemoAccount = object;
export const DEMO_ACCOUNTS = [], DEMO_PASSWORD = '';
export function createDemoAccounts(): void {}
