import { defineMessages, formatNumber, type Locale } from '../../platform/i18n/index.ts';
import type { CaseRefusal } from '../cases/index.ts';
import type { Counts } from './import-table.ts';
import type { RowRefusal } from './rows.ts';
import type { TableProblem } from './table.ts';

type Reasons = { readonly [Kind in RowRefusal['kind']]: (refusal: Extract<RowRefusal, { kind: Kind }>) => string } & {
  readonly 'text-too-long': (refusal: Extract<CaseRefusal, { kind: 'text-too-long' }>) => string;
};

type Words = {
  readonly usage: string; readonly remedy: string; readonly again: string;
  readonly brokeOff: (detail: string) => string;
  readonly noMap: (path: string) => string;
  readonly noColumn: (map: string, key: string, column: string) => string;
  readonly columnsAre: (file: string, columns: readonly string[]) => string;
  readonly noJurisdiction: (code: string, known: readonly string[]) => string;
  readonly table: (file: string, problem: TableProblem) => string;
  readonly refusedRow: (file: string, line: number, reason: string) => string;
  readonly refusedFile: (path: string, count: number) => string;
  readonly progress: (counts: Counts, perSecond: number) => string;
  readonly wouldBe: (counts: Counts) => string;
  readonly done: (counts: Counts) => string;
};

const zhNumber = (n: number): string => formatNumber(n, 'zh');
const enNumber = (n: number): string => formatNumber(n, 'en');

const zh: Words = {
  usage: '用法：minsheng import 文件 --jurisdiction 地区代码 --map 映射.json [--dry-run]（文件为 .csv 或 .xlsx；说明见 docs/runbooks/import.md）',
  remedy: '办法：',
  again: '已经写入的保留。改正以后，同一条命令再运行一次，会接着做，不会重复。',
  brokeOff: (detail) => `导入中断了（${detail}）。请检查数据库、磁盘空间，以及表所在的文件夹能不能写入。`,
  noMap: (path) => `没有映射文件“${path}”，或它不是文件。请核对路径；写法见 docs/runbooks/import.md。`,
  noColumn: (map, key, column) => `${map}：“${key}”写的列“${column}”在表里没有。`,
  columnsAre: (file, columns) => `${file} 里有这些列：${columns.join('、')}。请把映射改成其中的名称（大小写要一致）。`,
  noJurisdiction: (code, known) => `没有地区“${code}”。${known.length === 0 ? '还没有任何地区' : `现有：${known.join('、')}`}。请核对代码，或先用 units draft、units check、units load 建立它。`,
  table: (file, problem) => `${file}：${zhProblem(problem)}`,
  refusedRow: (file, line, reason) => `${file}:${String(line)} 没有收：${reason}`,
  refusedFile: (path, count) => `${zhNumber(count)} 行没有收，连同原因写在 ${path}。改正后可以直接导入这个文件。`,
  progress: ({ read, accepted, known, refused }, perSecond) => `已读 ${zhNumber(read)} 行，收 ${zhNumber(accepted)}，已有 ${zhNumber(known)}，没有收 ${zhNumber(refused)}；每秒 ${zhNumber(perSecond)} 行`,
  wouldBe: ({ read, accepted, known, refused }) => `试运行，什么也没有写：共 ${zhNumber(read)} 行，会收 ${zhNumber(accepted)}，已有 ${zhNumber(known)}，不会收 ${zhNumber(refused)}。`,
  done: ({ read, accepted, known, refused }) => `共 ${zhNumber(read)} 行：收 ${zhNumber(accepted)}，已有 ${zhNumber(known)}，没有收 ${zhNumber(refused)}。`,
};

const en: Words = {
  usage: 'Usage: minsheng import FILE --jurisdiction CODE --map MAP.json [--dry-run] (FILE is .csv or .xlsx; see docs/runbooks/import.md)',
  remedy: 'remedy: ',
  again: 'What was written stays. Put it right and run the same command again: it goes on where it stopped, and nothing comes twice.',
  brokeOff: (detail) => `The import broke off (${detail}). Check the database, the space on the disk, and that the table's folder can be written to.`,
  noMap: (path) => `There is no map "${path}", or it is no file. Check the path; docs/runbooks/import.md says how one is written.`,
  noColumn: (map, key, column) => `${map}: "${key}" names the column "${column}", which the table does not have.`,
  columnsAre: (file, columns) => `${file} has these columns: ${columns.join(', ')}. Change the map to names among them (capitals count).`,
  noJurisdiction: (code, known) => `There is no jurisdiction "${code}". ${known.length === 0 ? 'There is none at all yet' : `There are: ${known.join(', ')}`}. Check the code, or make it first: units draft, units check, units load.`,
  table: (file, problem) => `${file}: ${enProblem(problem)}`,
  refusedRow: (file, line, reason) => `${file}:${String(line)} refused: ${reason}`,
  refusedFile: (path, count) => `${enNumber(count)} rows were refused; they stand with their reasons in ${path}. Corrected, that file can be imported as it is.`,
  progress: ({ read, accepted, known, refused }, perSecond) => `read ${enNumber(read)} rows, accepted ${enNumber(accepted)}, known ${enNumber(known)}, refused ${enNumber(refused)}; ${enNumber(perSecond)} a second`,
  wouldBe: ({ read, accepted, known, refused }) => `Dry run, nothing was written: of ${enNumber(read)} rows ${enNumber(accepted)} would be accepted, ${enNumber(known)} are there already, ${enNumber(refused)} would be refused.`,
  done: ({ read, accepted, known, refused }) => `${enNumber(read)} rows: ${enNumber(accepted)} accepted, ${enNumber(known)} there already, ${enNumber(refused)} refused.`,
};

export const importMessages = defineMessages<Words>({ zh, en });

/** Why a row was refused, and what to do: one sentence or two, to stand in a cell. */
export function reasonWords(locale: Locale): Reasons {
  return { zh: ZH_REASONS, en: EN_REASONS }[locale];
}

const ZH_REASONS: Reasons = {
  width: ({ cells, columns }) => `这一行有 ${String(cells)} 格，表头有 ${String(columns)} 列。请检查引号和分隔符。`,
  'no-id': () => '没有原系统的编号。请补上，否则重复导入时认不出来。',
  'id-too-long': ({ max }) => `原系统的编号超过 ${String(max)} 个字符。请核对映射里的 externalId。`,
  unreadable: ({ column }) => `列“${column}”里有无法识别的字符。请删去。`,
  'no-time': ({ column }) => `列“${column}”没有登记时间。请补上。`,
  'bad-time': ({ column, value }) => `列“${column}”的“${value}”读不成时间。请改正，或在映射的 times 里写明格式。`,
  'no-words': ({ columns }) => `列“${columns.join('、')}”都是空的，没有内容。请补上。`,
  'unknown-status': ({ value }) => `状态“${value}”在映射里既不算未办结也不算已办结。请在 status 里写上。`,
  unknown: ({ what, value }) => `找不到${{ topic: '事项', place: '地点', unit: '单位' }[what]}“${value}”。请在映射的 ${what} 里写上它的代码（codes 或 otherwise），或在地区文件里登记它。`,
  nobody: ({ topic }) => `派单目录没有给事项“${topic}”指定单位。请在 dispatch.csv 里加一行。`,
  'bad-point': ({ value }) => `“${value}”不是经纬度。请改正，或清空这两格。`,
  'text-too-long': ({ field, max }) => `${field === 'address' ? '地址' : '内容'}超过 ${String(max)} 个字符。请缩短，或分成几行。`,
};

const EN_REASONS: Reasons = {
  width: ({ cells, columns }) => `The row has ${String(cells)} cells, the header ${String(columns)}. Check quotation marks and separators.`,
  'no-id': () => 'It has no number of its own system. Add one: without it a second import would not know it again.',
  'id-too-long': ({ max }) => `The number in its own system is longer than ${String(max)} characters. Check externalId in the map.`,
  unreadable: ({ column }) => `Column "${column}" holds a character that cannot be read. Remove it.`,
  'no-time': ({ column }) => `Column "${column}" does not say when it was opened. Add the time.`,
  'bad-time': ({ column, value }) => `"${value}" in column "${column}" is no time. Correct it, or say in the map's times how they are written.`,
  'no-words': ({ columns }) => `Nothing stands in ${columns.join(', ')}: there are no words. Add them.`,
  'unknown-status': ({ value }) => `The map counts the status "${value}" neither as open nor as closed. Add it to status.`,
  unknown: ({ what, value }) => `No ${what} is found for "${value}". Give its code in the map's ${what} (codes or otherwise), or add it to the jurisdiction's files.`,
  nobody: ({ topic }) => `The dispatch list names no unit for the topic "${topic}". Add a line to dispatch.csv.`,
  'bad-point': ({ value }) => `"${value}" is no latitude and longitude. Correct them, or empty both cells.`,
  'text-too-long': ({ field, max }) => `${field === 'address' ? 'The address is' : 'The words are'} longer than ${String(max)} characters. Shorten them, or make several rows.`,
};

function zhProblem(problem: TableProblem): string {
  switch (problem.kind) {
    case 'no-file': return '没有这个文件，或读不了。请核对路径和权限。';
    case 'unknown-format': return '不是 CSV，也不是 .xlsx 工作簿（旧的 .xls 和加了密码的不行）。请另存为 .xlsx 或 CSV。';
    case 'empty': return '是空的。第一行应当是列名。';
    case 'wrong-encoding': return `不是 ${problem.encoding} 编码。请在映射里写明编码，例如 "encoding": "gb18030"，或另存为 UTF-8。`;
    case 'broken': return `${problem.line === undefined ? '' : `第 ${String(problem.line)} 行附近`}读不下去了（${problem.detail}）。请检查引号、分隔符，或重新导出。`;
    case 'same-column': return `有两列都叫“${problem.column}”。请改掉一个列名。`;
  }
}

function enProblem(problem: TableProblem): string {
  switch (problem.kind) {
    case 'no-file': return 'there is no such file, or it cannot be read. Check path and permissions.';
    case 'unknown-format': return 'this is neither CSV nor an .xlsx workbook (old .xls and workbooks with a password do not do). Save it as .xlsx or CSV.';
    case 'empty': return 'the file is empty. Its first line must hold the names of the columns.';
    case 'wrong-encoding': return `the file is not ${problem.encoding}. Say in the map how it is encoded, for instance "encoding": "gb18030", or save it as UTF-8.`;
    case 'broken': return `the file cannot be read on${problem.line === undefined ? '' : ` near line ${String(problem.line)}`} (${problem.detail}). Check quotation marks and separators, or export it anew.`;
    case 'same-column': return `two columns are called "${problem.column}". Rename one.`;
  }
}
