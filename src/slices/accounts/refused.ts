import type { FastifyRequest } from 'fastify';

export type Door = 'sign-in' | 'passkey' | 'second-factor' | 'proof' | 'password-change' | 'enrolment';

/**
 * Leaves a line about somebody who was not let in, so that guessing is seen by whoever watches the log (ASVS 16.3.1, 16.3.3): at which
 * door, why, when. No name and no address, and nothing about those who were let in: who works when is not measured.
 */
export function tellRefused(request: FastifyRequest, door: Door, why: string): void {
  request.log.warn({ door, why }, 'somebody was not let in');
}
