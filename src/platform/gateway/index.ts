/** The ways out of the house to a person: e-mail, text message, phone call. What goes through them is decided elsewhere. */
export { createMailer, type MailGateway, type MailSettings } from './mail.ts';
export { createSimulator, type Shown, type Simulator } from './simulator.ts';
export { type Handed, type TextGateway } from './text.ts';
export { createTextWebhook, type WebhookSettings } from './webhook.ts';
