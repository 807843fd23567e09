import { defineMessages } from '../../platform/i18n/index.ts';

export const replayMessages = defineMessages({
  zh: {
    usage: '用法：minsheng record replay [辖区代码 …] [--from 目录]　用已公布的文件补回数据库中缺失的记录。--from 指镜像的目录，只能配一个辖区。',
    noSuchPlace: (code: string) => `没有辖区“${code}”。`,
    noKey: (code: string, path: string) => `${code}：找不到 ${path}，无从核对签名。从未公布过则无需补；否则先启动一次，让发布进程写出公钥，再运行本命令。`,
    verifying: (code: string, folder: string) => `${code}：正在核验 ${folder} 中已公布的文件……`,
    progress: (count: number) => `　已到第 ${count} 条`,
    nothingMissing: (code: string, size: number) => `${code}：数据库已包含全部已公布的 ${size} 条记录，未作改动。`,
    replayed: (code: string, n: { readonly size: number; readonly entered: number; readonly known: number; readonly lost: number; readonly moved: number; readonly withdrawn: number }) =>
      `${code}：补回 ${n.entered} 条，至第 ${n.size} 条；其中 ${n.known} 条的事件仍在，${n.lost} 条只剩公开的记录，内容已随旧备份丢失${n.lost > 0 ? '，账里下一条已据此公告' : ''}。恢复之后新写的 ${n.moved} 条移到其后；${n.withdrawn} 条成批公开、成绩单或数据文件收回，由每日任务重做。请运行 minsheng fsck，然后照常启动。`,
    notBegun: (code: string) => `${code}：数据库里还没有记录。请先启动一次，再运行本命令。`,
    differs: (code: string, index: number) => `${code}：数据库第 ${index} 条是以前从公布的文件补回的，这些文件却说不是。两份都由本机密钥签署，请保留现场，由人判断。`,
    changed: (code: string) => `${code}：文件在补回过程中变了，数据库未改动。请换一份不再变化的副本重试。`,
    broken: (code: string, finding: string) => `${code}：已公布的文件没有通过核验（${finding}），数据库未改动。请从静态服务器、镜像或任何读者那里取一份完整的，用 --from 指定。`,
  },
  en: {
    usage: 'Usage: minsheng record replay [JURISDICTION …] [--from FOLDER]   Brings entries that the database lacks back from the published files. --from names a mirror’s folder, for one jurisdiction.',
    noSuchPlace: (code: string) => `There is no jurisdiction "${code}".`,
    noKey: (code: string, path: string) => `${code}: ${path} is not there, so no signature can be checked. If it was never published, nothing is missing; else start once, so that the publishing process writes the public key, then run this again.`,
    verifying: (code: string, folder: string) => `${code}: verifying the published files in ${folder} …`,
    progress: (count: number) => `  up to entry ${count}`,
    nothingMissing: (code: string, size: number) => `${code}: the database holds all ${size} published entries; nothing was changed.`,
    replayed: (code: string, n: { readonly size: number; readonly entered: number; readonly known: number; readonly lost: number; readonly moved: number; readonly withdrawn: number }) =>
      `${code}: ${n.entered} entries are back, up to ${n.size}; the events of ${n.known} of them are still here, of ${n.lost} only the public entry is left: their words went with the old backup${n.lost > 0 ? ', and the next entry of the log says so in public' : ''}. ${n.moved} entries written after the restore now stand behind them; ${n.withdrawn} openings, scorecards or data files of that time are taken back, for the daily jobs to make again. Run minsheng fsck, then start as usual.`,
    notBegun: (code: string) => `${code}: the database has no log yet. Start once, then run this again.`,
    differs: (code: string, index: number) => `${code}: entry ${index} of the database once came back from published files, and these files deny it. Both bear this machine’s signature: keep everything as it is; a person must judge.`,
    changed: (code: string) => `${code}: the files changed while they were replayed; the database was not touched. Try again with a copy that keeps still.`,
    broken: (code: string, finding: string) => `${code}: the published files do not verify (${finding}); the database was not touched. Get a whole copy from a static server, a mirror or any reader, and name it with --from.`,
  },
});
