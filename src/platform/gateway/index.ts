/** The ways out of the house to a person: e-mail, text message, phone call. What goes through them is decided elsewhere. */
export { type CallGateway } from './call.ts';
export { createMailer, type MailGateway, type MailSettings } from './mail.ts';
export { isSignedReply, signReply, SIGNED_SECONDS_MAX, type IncomingReply } from './replies.ts';
export { createSimulator, type Ringing, type Shown, type Simulator } from './simulator.ts';
export { type Handed, type TextGateway } from './text.ts';
export { createCallWebhook, createTextWebhook, type WebhookSettings } from './webhook.ts';
