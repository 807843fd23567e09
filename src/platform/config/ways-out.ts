/** How people outside are reached; each absent where it is not set. */
export type WaysOut = {
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly text: { readonly url: string; readonly token: string } | undefined;
  readonly call: { readonly url: string; readonly token: string } | undefined;
  /** Signs what the text gateway hands back; absent: nobody is asked anything by text message. */
  readonly replySecret: string | undefined;
  /** Text messages a day and jurisdiction, at most: the breaker on what they cost. */
  readonly textsPerDay: number;
  /** A notice waits for a time between 0 and this; unset, the program's own choice. */
  readonly noticeDelayMinutes: number | undefined;
};

export const WAYS_OUT_VARIABLES = { SMTP_URL: '', MAIL_FROM: '', TEXT_GATEWAY: '', TEXT_GATEWAY_TOKEN: '', TEXT_REPLY_SECRET: '', CALL_GATEWAY: '', CALL_GATEWAY_TOKEN: '', TEXTS_PER_DAY: '2000', NOTICE_DELAY_MINUTES: '' } as const;
type Name = keyof typeof WAYS_OUT_VARIABLES;

/** As many characters as a digest has octets: what a person would think up is shorter. */
const REPLY_SECRET_MIN = 32;
const DELAY_MINUTES_MAX = 24 * 60;

/** `wrong` names every variable that cannot be used; a server without a sender, or a sender without a server, is both wrong. */
export function parseWaysOut(text: (name: Name) => string): { readonly value: WaysOut; readonly wrong: readonly Name[] } {
  const [url, from, gateway, token, perDay, delay] = [text('SMTP_URL'), text('MAIL_FROM'), text('TEXT_GATEWAY'), text('TEXT_GATEWAY_TOKEN'), text('TEXTS_PER_DAY'), text('NOTICE_DELAY_MINUTES')];
  const webhook = gateway === '' ? '' : parseWebhook(gateway);
  const replySecret = text('TEXT_REPLY_SECRET');
  const [calls, callToken] = [text('CALL_GATEWAY'), text('CALL_GATEWAY_TOKEN')];
  const callHook = calls === '' ? '' : parseWebhook(calls);
  const isWrong: Readonly<Record<Name, boolean>> = {
    SMTP_URL: url === '' ? isAddress(from) : !isSmtp(url),
    MAIL_FROM: from === '' ? isSmtp(url) : !isAddress(from),
    TEXT_GATEWAY: webhook === undefined || (gateway === '' && token !== '' && isToken(token)),
    TEXT_GATEWAY_TOKEN: !isToken(token),
    TEXT_REPLY_SECRET: replySecret !== '' && (!isToken(replySecret) || replySecret.length < REPLY_SECRET_MIN),
    CALL_GATEWAY: callHook === undefined || (calls === '' && callToken !== '' && isToken(callToken)),
    CALL_GATEWAY_TOKEN: !isToken(callToken),
    TEXTS_PER_DAY: !/^\d{1,7}$/.test(perDay),
    NOTICE_DELAY_MINUTES: delay !== '' && !(/^\d{1,4}$/.test(delay) && Number(delay) <= DELAY_MINUTES_MAX),
  };
  return {
    wrong: (Object.keys(isWrong) as Name[]).filter((name) => isWrong[name]),
    value: {
      mail: url === '' ? undefined : { url, from }, text: webhook ? { url: webhook, token } : undefined, call: callHook ? { url: callHook, token: callToken } : undefined,
      replySecret: replySecret === '' ? undefined : replySecret,
      textsPerDay: Number(perDay), noticeDelayMinutes: delay === '' ? undefined : Number(delay),
    },
  };
}

function isSmtp(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '' && url.search === '' && url.hash === '';
}

function isAddress(text: string): boolean {
  return /^[^@\s,;<>]+@[^@\s,;<>]+$/.test(text);
}

function isToken(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

/** An https address without a name or password in it; http only where the operator wrote loopback digits, for a gateway on this machine. */
function parseWebhook(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1') ? url.href : undefined;
}
