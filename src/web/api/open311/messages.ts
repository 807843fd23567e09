import { defineMessages, type Locale } from '../../../platform/i18n/index.ts';
import { photoRefusalWords } from '../../../platform/files/index.ts';
import { refusalMessages, type Stage } from '../../../slices/cases/index.ts';
import type { Mistake } from './mistake.ts';

type MistakeWords = { readonly [Kind in Mistake['kind']]: (mistake: Extract<Mistake, { kind: Kind }>) => string };

/** Sentences for the authors of clients: what is wrong, and what to do. Field names stay as the specification writes them. */
const mistakeMessages = defineMessages<MistakeWords>({
  zh: {
    'broken-text': () => '文字编码无法识别：请用 UTF-8 编码，并去掉空字符（NUL）后再发。',
    'too-many-fields': ({ max }) => `字段太多：最多 ${max} 个。`,
    'missing': ({ field }) => `缺少 ${field}，请补上再发。`,
    'repeated': ({ field }) => `${field} 只能出现一次。`,
    'too-long': ({ field, max }) => `${field} 太长：最多 ${max} 个字符，请删减后再发。`,
    'too-many-values': ({ field, max }) => `${field} 一次最多 ${max} 个，请分几次发。`,
    'not-a-number': ({ field }) => `${field} 只能填数字，例如 39.9042。`,
    'out-of-range': ({ field, min, max }) => `${field} 应在 ${min} 到 ${max} 之间。`,
    'not-a-choice': ({ field, choices }) => `${field} 只能是：${choices.join('、')}。`,
    'not-a-date': ({ field }) => `${field} 应为带时区的 W3C 时间，例如 2026-11-22T08:00:00Z。`,
    'not-an-email': () => 'email 不像一个邮箱地址，请检查；也可以不填。',
    'not-a-phone': () => 'phone 不像一个电话号码（5 到 15 位数字），请检查；也可以不填。',
    'name-alone': () => '只有姓名无法联系：请同时填 email 或 phone，或者都不填。',
    'not-an-address': ({ field }) => `${field} 应为 http 或 https 开头的网址。`,
    'not-a-case-number': () => 'service_request_id 应为 12 位诉求编号，请检查是否抄错。',
    'end-before-start': () => 'end_date 早于 start_date，请对调。',
    'span-too-long': ({ daysMax }) => `一次最多查 ${daysMax} 天，请分段查询。`,
    'page-too-far': ({ rowsMax }) => `按页数最多翻到第 ${rowsMax} 条，更后面的请用 Link 响应头里的下一页地址。`,
    'bad-cursor': () => 'cursor 无法识别：请原样使用 Link 响应头里的下一页地址，或从第一页重新查。',
    'location-missing': () => '缺少地点：请填 lat 和 long，或 address_string，或 address_id。',
    'location-half': () => 'lat 和 long 要同时填。',
    'unknown-address-id': () => '没有这个 address_id：请填本辖区的区划代码，或改用 address_string。',
    'in-the-address': ({ field }) => `${field} 请放在请求正文里，不要放在网址里：网址会留在日志中。`,
    'photo-refused': ({ photo }) => `照片没有收下：${photoRefusalWords(photo, 'zh')}`,
    'photos-not-now': ({ photo }) => `照片现在收不了：${photoRefusalWords(photo, 'zh')}`,
    'form-too-large': () => '请求太大：最多六张照片，每张不超过 12 MB；请删减后再发。',
    'receipt-missing': () => '缺少 receipt_code：补充说明只能由提出人来说，回执码在提交时返回的 service_notice 里，请放在请求正文中。',
    'receipt-wrong': () => 'service_request_id 和 receipt_code 对不上：请检查是否抄错，或回执码是否已更换。',
    'sets-no-status': () => '补充说明不能设定状态：是否解决由提出人凭回执在网页上评定；请去掉 status，或填 OPEN。',
    'refused-by-rule': ({ rule }) => refusalMessages('zh')[rule],
    'broken-body': () => '请求正文残缺，无法读取：请检查编码后再发。',
    'unsupported-type': () => '请用 application/x-www-form-urlencoded（UTF-8）发送；有照片时用 multipart/form-data。',
    'too-large': ({ bytesMax }) => `请求太大：最多 ${bytesMax} 字节。`,
    'idempotency-key-malformed': ({ min, max }) => `Idempotency-Key 应为 ${min} 到 ${max} 个可见 ASCII 字符，建议用随机 UUID。`,
    'key-reused': () => '这个 Idempotency-Key 已经用于另一份内容：新的诉求请换一个新的键。',
    'not-accepted': () => '内容没有通过检查，未受理：请对照服务说明检查各字段后再发。',
    'api-key-missing': () => '缺少 api_key：提交需要密钥，请按服务发现页（discovery）的说明申请。',
    'api-key-wrong': () => 'api_key 无效：请检查是否抄错或已停用。',
    'unknown-jurisdiction': () => '没有这个 jurisdiction_id。',
    'unknown-service': () => '没有这个 service_code：请从 services 列表中选。',
    'unknown-request': () => '没有找到这个 service_request_id 的公开诉求；新提交的诉求受理后才会公开。',
    'unknown-token': () => '没有这个 token：本系统提交后直接返回 service_request_id，不发放 token；请用 service_request_id 查询。',
    'unknown-path': () => '没有这个地址：请对照 GeoReport v2 检查路径和扩展名（.xml 或 .json）。',
    'wrong-method': () => '这个地址不支持该方法。',
    'too-often': () => '请求太频繁，请稍后再试。',
    'bad-call': () => '请求无法识别，请检查后再发。',
    'contact-not-now': () => '现在收不了联系方式：请几分钟后用同一个键再发；或者不带姓名、电话、邮箱，换一个键马上就能发。',
    'away': () => '系统正在恢复，请几秒后再试；已经收到的都不会丢。',
  },
  en: {
    'broken-text': () => 'The text cannot be read: send UTF-8 without NUL characters.',
    'too-many-fields': ({ max }) => `Too many fields: at most ${max}.`,
    'missing': ({ field }) => `${field} is missing: add it and send again.`,
    'repeated': ({ field }) => `${field} may be given only once.`,
    'too-long': ({ field, max }) => `${field} is too long: at most ${max} characters. Shorten it and send again.`,
    'too-many-values': ({ field, max }) => `${field} takes at most ${max} values at once: ask in several calls.`,
    'not-a-number': ({ field }) => `${field} must be a plain number such as 39.9042.`,
    'out-of-range': ({ field, min, max }) => `${field} must be from ${min} to ${max}.`,
    'not-a-choice': ({ field, choices }) => `${field} must be one of: ${choices.join(', ')}.`,
    'not-a-date': ({ field }) => `${field} must be a W3C date and time with its zone, such as 2026-11-22T08:00:00Z.`,
    'not-an-email': () => 'email does not look like an e-mail address: check it, or leave it out.',
    'not-a-phone': () => 'phone does not look like a telephone number (5 to 15 digits): check it, or leave it out.',
    'name-alone': () => 'A name alone reaches nobody: add email or phone, or leave all of them out.',
    'not-an-address': ({ field }) => `${field} must be an http or https address.`,
    'not-a-case-number': () => 'service_request_id must be a 12-digit case number: check that it was copied correctly.',
    'end-before-start': () => 'end_date is before start_date: swap them.',
    'span-too-long': ({ daysMax }) => `At most ${daysMax} days at once: ask for shorter spans.`,
    'page-too-far': ({ rowsMax }) => `Pages reach up to row ${rowsMax}: for more, follow the next address in the Link header.`,
    'bad-cursor': () => 'cursor cannot be read: use the next address in the Link header as it is, or start from the first page.',
    'location-missing': () => 'The place is missing: give lat and long, or address_string, or address_id.',
    'location-half': () => 'lat and long belong together: give both.',
    'unknown-address-id': () => 'There is no such address_id: use a division code of this jurisdiction, or address_string.',
    'in-the-address': ({ field }) => `Send ${field} in the body, not in the address: addresses end up in logs.`,
    'photo-refused': ({ photo }) => `The photo was not taken. ${photoRefusalWords(photo, 'en')}`,
    'photos-not-now': ({ photo }) => `Photos cannot be taken just now. ${photoRefusalWords(photo, 'en')}`,
    'form-too-large': () => 'The request is too large: at most six photos of 12 MB each. Send less.',
    'receipt-missing': () => 'receipt_code is missing: an update speaks for the resident. The code stands in service_notice of the answer to the POST; send it in the body.',
    'receipt-wrong': () => 'service_request_id and receipt_code do not fit: check that they were copied correctly, and that the code was not replaced.',
    'sets-no-status': () => 'An update sets no status: only the resident says whether it is solved, with the receipt, on the web page. Leave status out, or send OPEN.',
    'refused-by-rule': ({ rule }) => refusalMessages('en')[rule],
    'broken-body': () => 'The body is broken and cannot be read: check how it is encoded and send again.',
    'unsupported-type': () => 'Send application/x-www-form-urlencoded in UTF-8, or multipart/form-data where there are photos.',
    'too-large': ({ bytesMax }) => `The request is too large: at most ${bytesMax} bytes.`,
    'idempotency-key-malformed': ({ min, max }) => `Idempotency-Key must be ${min} to ${max} visible ASCII characters; a random UUID is best.`,
    'key-reused': () => 'This Idempotency-Key was used for other content: take a new key for a new request.',
    'not-accepted': () => 'The content did not pass the checks and was not taken: compare the fields with the service description and send again.',
    'api-key-missing': () => 'api_key is missing: posting needs a key; the discovery document says where to ask for one.',
    'api-key-wrong': () => 'api_key is not valid: check that it was copied correctly and is still in use.',
    'unknown-jurisdiction': () => 'There is no such jurisdiction_id.',
    'unknown-service': () => 'There is no such service_code: choose one from the list of services.',
    'unknown-request': () => 'There is no public request with this service_request_id; a new one becomes public once it is accepted.',
    'unknown-token': () => 'There is no such token: posting here answers with the service_request_id at once and gives no tokens. Ask by service_request_id.',
    'unknown-path': () => 'There is no such address: compare its path and extension (.xml or .json) with GeoReport v2.',
    'wrong-method': () => 'This address does not take that method.',
    'too-often': () => 'That was too often: try again a little later.',
    'bad-call': () => 'The request could not be understood: check it and send it again.',
    'contact-not-now': () => 'Contacts cannot be taken just now: send the same again under the same key in a few minutes; or at once, without name, phone and e-mail, under another key.',
    'away': () => 'The system is coming back: try again in a few seconds. Nothing we received is lost.',
  },
});

/** A mistake in the reader's language. */
export function describe(mistake: Mistake, locale: Locale): string {
  const say = mistakeMessages(locale)[mistake.kind] as (mistake: Mistake) => string;
  return say(mistake);
}

type Words = {
  readonly notes: Record<Stage, string>;
  readonly reopened: (round: number) => string;
  readonly overdue: string;
  /** In place of a description, until enough cases are alike. */
  readonly untold: string;
  readonly receipt: (code: string, followUrl: string) => string;
  readonly contact: (home: string) => string;
  readonly keys: (home: string) => string;
};

/** What clients show to residents. */
export const open311Messages = defineMessages<Words>({
  zh: {
    notes: {
      'submitted': '已收到，等待受理',
      'diverted': '不属于本系统办理范围，已说明去处',
      'diversion-contested': '提出人对转办有异议，正在复核',
      'accepted': '已受理，等待派单',
      'dispatched': '已派单，等待承办单位签收',
      'objected': '承办单位对派单有异议，正在裁定，时限照算',
      'signed': '承办单位已签收，正在办理',
      'contacted': '承办单位已联系提出人，正在办理',
      'answered': '承办单位已答复，等待提出人评定',
      'unjudged': '承办单位已答复，提出人尚未评定（不算已解决）',
      'solved': '提出人评定：已解决',
      'withdrawn': '提出人已撤回',
      'imported-closed': '导入以前原来的系统已办结（未经提出人评定，不算已解决）',
    },
    reopened: (round) => `提出人评定为未解决，已提级重办（第 ${round} 轮）`,
    overdue: '已超期',
    untold: '事项和地点要等至少十件相近的事凑在一起才公开',
    receipt: (code, followUrl) =>
      `请保存回执码 ${code}：凭编号和回执码可在 ${followUrl} 查看进展、评定是否解决。只有您能评定“已解决”。请勿把回执码告诉他人。`,
    contact: (home) => `联系方式见 ${home}`,
    keys: (home) => `查询不需要密钥。个别辖区提交需要密钥，向该辖区受理中心申请，联系方式见 ${home}`,
  },
  en: {
    notes: {
      'submitted': 'received, waiting to be accepted',
      'diverted': 'belongs elsewhere; the resident was told where',
      'diversion-contested': 'the resident contests the diversion; it is being reviewed',
      'accepted': 'accepted, waiting to be dispatched',
      'dispatched': 'dispatched, waiting for the unit to sign for it',
      'objected': 'the unit objects to the dispatch; somebody else decides, and the clock goes on',
      'signed': 'signed for by the unit, being handled',
      'contacted': 'the unit has contacted the resident, being handled',
      'answered': "answered, awaiting the resident's verdict",
      'unjudged': 'answered, the resident has given no verdict (not counted as solved)',
      'solved': 'solved, by the verdict of the resident',
      'withdrawn': 'withdrawn by the resident',
      'imported-closed': 'closed by the system it was imported from (not judged by its resident, not counted as solved)',
    },
    reopened: (round) => `not solved by the verdict of the resident, reopened one level up (round ${round})`,
    overdue: 'overdue',
    untold: 'What it is about, and where, is shown together with at least ten cases like it',
    receipt: (code, followUrl) =>
      `Please keep this receipt code: ${code}. With the number and this code you can follow the case and say whether it is solved at ${followUrl} ; only you can call it solved. Show the code to nobody.`,
    contact: (home) => `Contacts are listed at ${home}`,
    keys: (home) => `Reading needs no key. Where a jurisdiction asks for a key to post, its intake centre gives one; contacts at ${home}`,
  },
});
