import { unreachable } from '../../kernel/unreachable.ts';
import { defineMessages, type Locale } from '../../platform/i18n/index.ts';
import type { Trouble, WitnessSilence } from './trouble.ts';

export const publishMessages = defineMessages({
  zh: {
    behind: (by: string, size: number, have: number) =>
      `数据库只有 ${have} 条记录，而 ${by} 表明已签署 ${size} 条：恢复的是旧备份。在补回缺失记录之前不再签署。请运行 minsheng record replay（docs/runbooks/restored-backup.md）。`,
    differs: (by: string, size: number) =>
      `数据库前 ${size} 条记录与 ${by} 所证明的不同：记录被改动，或恢复了旧备份后又写入。不再签署。请保留现场，先运行 minsheng fsck，再运行 minsheng record replay（docs/runbooks/restored-backup.md）。`,
    ahead: (by: string, size: number, signed: number) =>
      `见证方“${by}”已见证 ${size} 条，而本机只记得签署过 ${signed} 条：数据目录是旧副本。不再签署。请用镜像的文件运行 minsheng record replay --from 目录；若确信见证方有误，请在见证方文件中去掉它。`,
    damaged: (size: number) => `数据库中第 ${size} 条以前的记录、哈希块与表头互相矛盾。不再签署。请运行 minsheng fsck。`,
    keyMissing: '记录已经公布过，签名密钥却不见了。换新密钥等于另起一份记录，故不再签署。请从密钥备份恢复 DATA_DIR/keys/record。',
    keyWrong: '密钥文件损坏，或已公布的检查点不是这把密钥签署的。请从密钥备份恢复 DATA_DIR/keys/record。',
    stateUnreadable: (file: string) => `DATA_DIR/keys/record/${file} 无法读取，或与已公布的检查点矛盾。请保留现场，从备份恢复该文件，或运行 minsheng record replay。`,
    quorumMissing: (witnesses: string) => `见证方不足，暂不公布新的检查点；已公布的仍然有效，会不断重试。${witnesses}`,
    silence: (name: string, why: string) => `${name}：${why}。`,
    why: {
      away: '连不上', late: '一秒内没有答复', 'answer-unreadable': '答复看不懂', 'signature-wrong': '签名不对', 'log-unknown': '不认识本记录，请把 log.vkey 交给它',
      refused: '拒绝见证', resting: '刚失败过，稍后再问',
    },
    fileMissing: (path: string) => `RECORD_WITNESSES 指向的文件 ${path} 不存在或读不了。请改正路径；不需要见证方则不设此变量。`,
    fileWrong: (path: string, line: number, problem: string) => `见证方文件 ${path} ${line > 0 ? `第 ${line} 行` : '整个文件'}：${problem}`,
    problem: {
      'too-long': '太长，最多 64 KB。', characters: '有控制字符，或不是 UTF-8。请另存为纯文本。', line: '看不懂。只能是 witness、group、quorum 行（以 # 开头的是注释），每行以换行结束。',
      key: '密钥不对。请照抄见证方公布的一行：名称+八位十六进制+Base64。', 'key-twice': '同一把密钥出现了两次，请删去一行。', 'too-many': '太多，每类最多 64 行。',
      'name-taken': '名称已用过，请换一个。', 'name-unknown': '提到的名称前面没有定义。', 'member-twice': '成员已属于别的组。', threshold: '门槛应是 1 到成员数之间的整数，或 any、all。',
      'quorum-twice': 'quorum 行只能有一行。', 'quorum-missing': '缺 quorum 行，例如 quorum outside；不要求见证则写 quorum none。',
      'log-line': '这里不写 log 行：本机的记录自动加入。请删去。', url: '网址应以 http:// 或 https:// 开头，不含用户名、? 和 #。', 'url-missing': '缺见证方的网址，写在密钥后面。',
    },
    folderTaken: '另一个发布进程正在使用这个数据目录，本进程等它结束。',
    processEnded: '发布进程意外结束，正在重新启动。',
    failed: (code: string) => `磁盘或数据库没有照做（${code}），会不断重试。请查看磁盘空间、权限和数据库。`,
  },
  en: {
    behind: (by: string, size: number, have: number) =>
      `The database holds ${have} entries, but ${by} shows that ${size} were signed: an old backup was restored. Nothing is signed until the missing entries are back. Run minsheng record replay (docs/runbooks/restored-backup.md).`,
    differs: (by: string, size: number) =>
      `The first ${size} entries in the database are not those that ${by} proves: the record was changed, or written to after an old backup was restored. Nothing is signed. Keep everything as it is, run minsheng fsck, then minsheng record replay (docs/runbooks/restored-backup.md).`,
    ahead: (by: string, size: number, signed: number) =>
      `The witness "${by}" has cosigned ${size} entries, but this machine remembers signing only ${signed}: the data folder is an old copy. Nothing is signed. Run minsheng record replay --from FOLDER with a mirror's files; if you are certain that the witness errs, take it out of the witnesses file.`,
    damaged: (size: number) => `Entries, tiles and head below ${size} contradict each other in the database. Nothing is signed. Run minsheng fsck.`,
    keyMissing: 'The record was published before, but its signing key is gone. A new key would be another record, so nothing is signed. Restore DATA_DIR/keys/record from the backup of the keys.',
    keyWrong: 'The key’s file is damaged, or the published checkpoint was not signed by this key. Restore DATA_DIR/keys/record from the backup of the keys.',
    stateUnreadable: (file: string) => `DATA_DIR/keys/record/${file} cannot be read, or contradicts the published checkpoint. Keep everything as it is and restore that file from its backup, or run minsheng record replay.`,
    quorumMissing: (witnesses: string) => `Too few witnesses: no new checkpoint is published for now; the published one stays valid, and we go on asking. ${witnesses}`,
    silence: (name: string, why: string) => `${name}: ${why}.`,
    why: {
      away: 'cannot be reached', late: 'did not answer within a second', 'answer-unreadable': 'answered something unreadable', 'signature-wrong': 'signed wrongly',
      'log-unknown': 'does not know this log; give it our log.vkey', refused: 'refused to cosign', resting: 'failed a moment ago, will be asked again',
    },
    fileMissing: (path: string) => `RECORD_WITNESSES names the file ${path}, which is not there or cannot be read. Correct the path, or leave the variable unset if no witnesses are wanted.`,
    fileWrong: (path: string, line: number, problem: string) => `The witnesses file ${path}, ${line > 0 ? `line ${line}` : 'as a whole'}: ${problem}`,
    problem: {
      'too-long': 'too long; at most 64 KB.', characters: 'control characters, or not UTF-8. Save it as plain text.', line: 'not understood. Only lines witness, group and quorum may stand here (# begins a comment), each ended by a line feed.',
      key: 'not a key. Copy the line that the witness has published: name+eight hexadecimal digits+Base64.', 'key-twice': 'the same key stands here twice; remove one line.', 'too-many': 'too many; at most 64 of each kind.',
      'name-taken': 'the name is taken; choose another.', 'name-unknown': 'it names something that is not defined above it.', 'member-twice': 'the member belongs to another group already.', threshold: 'the threshold is a whole number from 1 to the number of members, or any, or all.',
      'quorum-twice': 'there can be only one quorum line.', 'quorum-missing': 'there is no quorum line, such as quorum outside; where no witness is required, write quorum none.',
      'log-line': 'no log line belongs here: this machine’s own logs are added by themselves. Remove it.', url: 'the address must begin with http:// or https:// and have no user name, ? or #.', 'url-missing': 'the witness’s address is missing behind its key.',
    },
    folderTaken: 'Another publishing process has this data folder; this one waits until it ends.',
    processEnded: 'The publishing process ended unasked and is started again.',
    failed: (code: string) => `The disk or the database did not do what it was asked (${code}); we go on trying. Look at free space, permissions and the database.`,
  },
});

/** What is wrong and what to do about it, in one breath. */
export function sayTrouble(trouble: Trouble, locale: Locale): string {
  const words = publishMessages(locale);
  switch (trouble.kind) {
    case 'database-behind': return words.behind(trouble.by, trouble.size, trouble.have);
    case 'database-differs': return words.differs(trouble.by, trouble.size);
    case 'witness-ahead': return words.ahead(trouble.by, trouble.size, trouble.signed);
    case 'database-damaged': return words.damaged(trouble.size);
    case 'key-missing': return words.keyMissing;
    case 'key-wrong': return words.keyWrong;
    case 'state-unreadable': return words.stateUnreadable(trouble.file);
    case 'quorum-missing': return words.quorumMissing(saySilences(trouble.witnesses, locale));
    case 'witnesses-file-missing': return words.fileMissing(trouble.path);
    case 'witnesses-wrong': return words.fileWrong(trouble.path, trouble.line, words.problem[trouble.problem]);
    case 'folder-taken': return words.folderTaken;
    case 'process-ended': return words.processEnded;
    case 'failed': return words.failed(trouble.code);
    default: return unreachable(trouble);
  }
}

function saySilences(witnesses: readonly WitnessSilence[], locale: Locale): string {
  const words = publishMessages(locale);
  return witnesses.map(({ name, why }) => words.silence(name, words.why[why])).join(locale === 'zh' ? '' : ' ');
}
