export type AdministrationRoutes = object;
export function registerAdministrationRoutes(): void {}
