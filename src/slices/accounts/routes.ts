export type AccountRoutes = object;
export function registerAccountRoutes(): void {}
