import { createTransport } from 'nodemailer';
import type { Handed } from './text.ts';

/** Sends plain e-mails. Resolves always. */
export interface MailGateway {
  send(message: { readonly to: string; readonly subject: string; readonly text: string }): Promise<Handed>;
}

export type MailSettings = { readonly url: string; readonly from: string };

/** For each step; the whole is bounded by whoever sends. */
const WAIT_MS = 6_000;
/** From here on an SMTP reply is a refusal for ever (RFC 5321 §4.2.1). */
const PERMANENT = 500;

/**
 * Over SMTP (RFC 5321), one connection a message. An error of the library holds the address it was about, and the server's words:
 * neither leaves this function.
 */
export function createMailer({ url, from }: MailSettings): MailGateway {
  // A name and what is said to it must not cross a network in clear: a server elsewhere that offers no STARTTLS gets nothing (ASVS 12.3.1).
  const requireTLS = !['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
  const transport = createTransport(
    { url, requireTLS, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS, disableFileAccess: true, disableUrlAccess: true, logger: false },
    { from, xMailer: false },
  );
  return {
    async send({ to, subject, text }) {
      try {
        // As an object the address is not parsed as a list: one recipient, whatever was typed.
        await transport.sendMail({
          to: { name: '', address: to }, subject, text,
          // RFC 3834: nobody's absence notice comes back.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return 'handed-over';
      } catch (error) {
        const { responseCode, code } = error as { readonly responseCode?: number; readonly code?: string };
        return code === 'EENVELOPE' && (responseCode === undefined || responseCode >= PERMANENT) ? 'refused' : 'away';
      }
    },
  };
}
