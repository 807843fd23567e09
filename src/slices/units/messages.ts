import type { Locale } from '../../platform/i18n/index.ts';
import type { Mistake, Problem, Reference } from './mistake.ts';

/** What is wrong, and what to do about it. */
export type Advice = { readonly wrong: string; readonly remedy: string };

type Wording = { readonly [Kind in Problem['kind']]: (problem: Extract<Problem, { kind: Kind }>) => readonly [wrong: string, remedy: string] };

/** Says a mistake in the reader's language. */
export function adviceFor({ problem }: Mistake, locale: Locale): Advice {
  const say = WORDINGS[locale][problem.kind] as (one: Problem) => readonly [string, string];
  const [wrong, remedy] = say(problem);
  return { wrong, remedy };
}

/** `units.yaml:12:5`, as editors and terminals open it. */
export function placeOf({ file, line, column }: Mistake): string {
  return `${file}:${line}:${column}`;
}

const ZH_REFERENCES: Record<Reference, string> = {
  unit: '单位', post: '职务', topic: '事项', division: '区划', level: '层级', 'vital-interest': '切身利益类别', role: '角色',
};
const EN_REFERENCES: Record<Reference, string> = {
  unit: 'unit', post: 'post', topic: 'topic', division: 'division', level: 'level', 'vital-interest': 'class of vital interests', role: 'role',
};
const ZH_TYPES = { text: '文字', list: '列表', map: '键值对', 'whole-number': '整数', 'yes-or-no': 'true 或 false' };
const EN_TYPES = { text: 'text', list: 'a list', map: 'keys with values', 'whole-number': 'a whole number', 'yes-or-no': 'true or false' };
const ZH_LANGUAGES: Record<Locale, string> = { zh: '中文', en: '英文' };
const EN_LANGUAGES: Record<Locale, string> = { zh: 'Chinese', en: 'English' };

const ZH: Wording = {
  'missing-file': () => ['缺少这个文件', '新建它；可从 jurisdictions/_minimal 复制一份再改'],
  'too-large': ({ bytesMax }) => [`文件超过 ${bytesMax} 个字符`, '删去不用的内容；全国区划请用 include，不要抄进来'],
  'not-yaml': ({ detail }) => [`不是有效的 YAML：${detail}`, '检查缩进、冒号和引号'],
  'unreadable-character': () => ['有无法识别的字符', '删去控制字符，并用 UTF-8 编码保存文件'],
  'not-csv': ({ detail }) => [`不是有效的 CSV 表格：${detail}`, '检查每行的列数和引号是否与第一行一致'],
  'missing-key': ({ key }) => [`缺少“${key}”`, `补上“${key}:”及其内容`],
  'unknown-key': ({ key, known }) => [`不认识“${key}”`, `改正拼写，或删去；这里可用：${known.join('、')}`],
  'wrong-type': ({ key, expected }) => [`“${key}”的内容类型不对`, `这里应写${ZH_TYPES[expected]}`],
  'missing-language': ({ key, locale }) => [`“${key}”缺少${ZH_LANGUAGES[locale]}`, `补上“${locale}:”一行`],
  'bad-code': ({ key, value }) => [`“${key}”的代码“${value}”不合规则`, '只用小写字母、数字和连字符（区划代码可用大写字母），不要空格'],
  'bad-day': ({ key, value }) => [`“${key}”的“${value}”不是日期`, '写成 2026-11-22 的样子，并且确有这一天'],
  'ends-before-it-begins': () => ['结束日期不晚于开始日期', '改正 from 或 to；to 是失效的第一天'],
  'bad-hours': ({ value }) => [`上班时间“${value}”不对`, '写成 "08:30-12:00"，由早到晚，互不重叠，最晚 24:00'],
  'bad-zone': ({ value }) => [`不认识时区“${value}”`, '用 IANA 名称，例如 Asia/Shanghai'],
  'not-one-of': ({ key, value, allowed }) => [`“${key}”不能是“${value}”`, `可用：${allowed.join('、')}`],
  'out-of-range': ({ key, min, max }) => [`“${key}”超出范围`, `应在 ${min} 到 ${max} 之间`],
  duplicate: ({ value, firstLine }) => [`“${value}”重复，第 ${firstLine} 行已有`, '删去一个，或换一个代码'],
  'unknown-reference': ({ to, value, nearest }) => [
    `没有代码为“${value}”的${ZH_REFERENCES[to]}`, nearest ? `是否应为“${nearest}”？否则先登记它` : '改正代码，或先登记它'],
  cycle: ({ path }) => [`上下级成了一圈：${path.join(' → ')}`, '改正其中一个 parent 或 superior'],
  'terms-overlap': ({ post }) => [`职务“${post}”在同一时间有两位任职者`, '给前一任写上 to，后一任的 from 不早于它'],
  'topic-too-deep': ({ code }) => [`事项“${code}”超过三级`, '并入上一级'],
  'same-conditions': ({ firstLine }) => [`条件与第 ${firstLine} 行完全相同，无法判断哪条优先`, '删去一条，或用 from、to 分开有效期'],
  'no-default-limit': ({ limit }) => [`时限“${limit}”没有不带条件的规则`, `加一条只写 limit: ${limit} 的规则，或写 include: shared`],
  'several-roots': ({ first, other }) => [`“${other}”没有上级，而“${first}”已是最高一级`, `写上 parent: ${first} 或更近的上级`],
  'library-lacks-code': ({ value }) => [`国家区划代码库里没有“${value}”`, '改正代码，或在 divisions 中自行登记'],
  'class-without-lead': ({ code }) => [`切身利益类别“${code}”没有牵头职务`, '在 vital-interests.yaml 里写上它的 leadPost 和 leadUnit'],
  'both-halves': ({ act }) => [`这几个角色合在一个人身上，就能独自办完要两个人办的事（${act}）`, '拆开这几个角色；人手不够，在 borrowed 里写明向上一级借哪个单位的哪个职务'],
  'not-from-above': ({ unit }) => [`借来的第二个人所在的单位“${unit}”不是上一级的机构，或者那个职务不在这个单位`, '写一个标了 outside: true 的单位，和 posts.yaml 里属于它的职务'],
  'lead-is-interested': ({ unit }) => [`牵头单位“${unit}”同时是利害关系单位`, '换一个牵头单位'],
  'code-taken-away': ({ what, value, version }) => [
    `第 ${version} 版中的${ZH_REFERENCES[what]}“${value}”不见了`, '不要删除：写上 to（失效的第一天）；诉求可能还提到它'],
  'origin-changed': ({ was }) => [`公开记录的名称原为“${was}”，不能更改`, `改回 origin: ${was}`],
  'origin-taken': ({ origin, by }) => [`公开记录的名称“${origin}”已属于“${by}”`, '换一个 origin'],
};

const EN: Wording = {
  'missing-file': () => ['this file is missing', 'write it; a copy from jurisdictions/_minimal is a good beginning'],
  'too-large': ({ bytesMax }) => [`the file is longer than ${bytesMax} characters`, 'take out what is not used; include national codes instead of copying them'],
  'not-yaml': ({ detail }) => [`this is not valid YAML: ${detail}`, 'check the indentation, colons and quotation marks'],
  'unreadable-character': () => ['there is a character that cannot be read', 'remove control characters and save the file as UTF-8'],
  'not-csv': ({ detail }) => [`this is not a valid CSV table: ${detail}`, 'check that each line has the columns and quotation marks of the first'],
  'missing-key': ({ key }) => [`"${key}" is missing`, `add "${key}:" with its content`],
  'unknown-key': ({ key, known }) => [`"${key}" is not known here`, `correct the spelling or remove it; known: ${known.join(', ')}`],
  'wrong-type': ({ key, expected }) => [`"${key}" has the wrong kind of content`, `write ${EN_TYPES[expected]}`],
  'missing-language': ({ key, locale }) => [`"${key}" lacks its ${EN_LANGUAGES[locale]} text`, `add a line "${locale}:"`],
  'bad-code': ({ key, value }) => [`"${key}" has the code "${value}", which breaks the rules`, 'use lower-case letters, digits and hyphens (divisions also capitals), no spaces'],
  'bad-day': ({ key, value }) => [`"${key}" has "${value}", which is not a day`, 'write it as 2026-11-22, and see that the day exists'],
  'ends-before-it-begins': () => ['the end is not after the beginning', 'correct from or to; to is the first day on which it no longer holds'],
  'bad-hours': ({ value }) => [`"${value}" are not opening hours`, 'write "08:30-12:00", early to late, without overlap, 24:00 at the latest'],
  'bad-zone': ({ value }) => [`the time zone "${value}" is not known`, 'use an IANA name such as Asia/Shanghai'],
  'not-one-of': ({ key, value, allowed }) => [`"${key}" cannot be "${value}"`, `use one of: ${allowed.join(', ')}`],
  'out-of-range': ({ key, min, max }) => [`"${key}" is out of range`, `keep it between ${min} and ${max}`],
  duplicate: ({ value, firstLine }) => [`"${value}" is here twice, first in line ${firstLine}`, 'remove one, or give it another code'],
  'unknown-reference': ({ to, value, nearest }) => [
    `there is no ${EN_REFERENCES[to]} "${value}"`, nearest ? `did you mean "${nearest}"? Otherwise add it first` : 'correct the code, or add it first'],
  cycle: ({ path }) => [`these stand above each other in a circle: ${path.join(' → ')}`, 'correct one parent or superior'],
  'terms-overlap': ({ post }) => [`the post "${post}" has two holders at one time`, 'end the earlier term with to, and begin the next no earlier'],
  'topic-too-deep': ({ code }) => [`the topic "${code}" is deeper than three levels`, 'put it one level up'],
  'same-conditions': ({ firstLine }) => [`the conditions are those of line ${firstLine}, so neither rule wins`, 'remove one, or part their validity with from and to'],
  'no-default-limit': ({ limit }) => [`the limit "${limit}" has no rule without conditions`, `add a rule with nothing but limit: ${limit}, or write include: shared`],
  'several-roots': ({ first, other }) => [`"${other}" has no parent, but "${first}" is the top already`, `add parent: ${first} or a nearer one`],
  'library-lacks-code': ({ value }) => [`the national list has no code "${value}"`, 'correct it, or add the place under divisions'],
  'class-without-lead': ({ code }) => [`nobody leads the class of vital interests "${code}"`, 'name its leadPost and leadUnit in vital-interests.yaml'],
  'both-halves': ({ act }) => [`with these roles one person could do alone what takes two (${act})`, 'keep these roles apart; where there are too few people, name in borrowed the unit and post of the level above that lends the second'],
  'not-from-above': ({ unit }) => [`the second person is borrowed from "${unit}", which is no body of the level above, or the post is not of it`, 'name a unit with outside: true, and a post of posts.yaml that belongs to it'],
  'lead-is-interested': ({ unit }) => [`"${unit}" leads and is an interested unit at once`, 'let another unit lead'],
  'code-taken-away': ({ what, value, version }) => [
    `the ${EN_REFERENCES[what]} "${value}" of version ${version} is gone`, 'do not delete it: give it a to (first day on which it no longer holds); cases may name it'],
  'origin-changed': ({ was }) => [`the public record is named "${was}", which can never change`, `write origin: ${was} again`],
  'origin-taken': ({ origin, by }) => [`the name of the public record "${origin}" belongs to "${by}"`, 'choose another origin'],
};

const WORDINGS: Record<Locale, Wording> = { zh: ZH, en: EN };

/** What the command says. */
export const COMMAND_WORDS = {
  zh: {
    usage: '用法：minsheng units check 文件夹（只检查）或 minsheng units load 文件夹（检查并启用）',
    notFolder: (folder: string) => `没有这个文件夹：${folder}`,
    mistakes: (count: number) => `有 ${count} 处错误，未作任何更改。`,
    fine: (code: string) => `${code}：没有错误。`,
    loaded: (code: string, version: number) => `${code}：第 ${version} 版已启用。`,
    unchanged: (code: string, version: number) => `${code}：与第 ${version} 版相同，无需更改。`,
    holidaysEnd: (year: number) => `注意：节假日只到 ${year} 年；公布次年安排后请更新日历。`,
    remedy: '办法：',
  },
  en: {
    usage: 'usage: minsheng units check FOLDER (looks only) or minsheng units load FOLDER (looks, then puts in force)',
    notFolder: (folder: string) => `there is no folder ${folder}`,
    mistakes: (count: number) => `${count === 1 ? '1 mistake' : `${count} mistakes`}; nothing was changed.`,
    fine: (code: string) => `${code}: no mistakes.`,
    loaded: (code: string, version: number) => `${code}: version ${version} is in force.`,
    unchanged: (code: string, version: number) => `${code}: the same as version ${version}, nothing to change.`,
    holidaysEnd: (year: number) => `Note: holidays are known to the end of ${year}; update the calendar when the next are announced.`,
    remedy: 'do: ',
  },
} satisfies Record<Locale, Record<string, unknown>>;
