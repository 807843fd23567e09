import { defineMessages } from '../../i18n/index.ts';

export const commandMessages = defineMessages({
  zh: {
    usage: '用法：bin/db export 目录 [--keys 文件] | import 目录 [--keys 文件] | reset [--yes] | console | schema',
    exported: (folder: string, tables: number, rows: number, files: number) => `已导出到 ${folder}：${tables} 张表，${rows} 行，${files} 个附件。`,
    withoutKeys: '其中没有密钥。请另行备份数据目录中的 keys 目录；封存内容的密钥表只有用 --keys 文件 才会写出，且须与本备份分开保管。',
    withoutContacts: '姓名和联系方式在单独运行的保险库里，这份导出没有。请在保险库那边也运行 bin/db export，并另外备份它的 keys 目录。',
    keysWritten: (file: string) => `密钥表已写入 ${file}。请与导出分开保管；需要擦除某人资料时，也要销毁这个文件中的密钥。`,
    imported: (folder: string, tables: number, rows: number, files: number) => `已从 ${folder} 恢复并核对：${tables} 张表，${rows} 行，${files} 个附件。`,
    importedWithoutKeys: '没有恢复密钥表：内容可以读，但无法与公开记录核对（fsck 会逐条报告 key-missing）。请先运行 bin/db reset，再带 --keys 文件 重新导入。',
    askReset: (folder: string) => `将永久删除 ${folder} 的数据库与附件，无法恢复。确认请输入 delete：`,
    resetDone: '已删除。密钥目录保留。下次启动将建立新的实例。',
    resetNot: '未作任何改动。',
    resetNeedsAnswer: '未作任何改动：没有终端可供确认。确需删除请加 --yes。',
    noPsql: '本机没有 psql（内置的 PostgreSQL 不含它）。请安装 postgresql-client，或用其他工具以下列环境变量连接：',
    startedForConsole: '数据库未在运行，已为本次会话启动；退出 psql 后停止。',
    waiting: '数据库保持运行，按 Ctrl-C 停止。',
    schemaWritten: (path: string) => `已写入 ${path}`,
  },
  en: {
    usage: 'Usage: bin/db export DIR [--keys FILE] | import DIR [--keys FILE] | reset [--yes] | console | schema',
    exported: (folder: string, tables: number, rows: number, files: number) => `Exported to ${folder}: ${tables} tables, ${rows} rows, ${files} attachments.`,
    withoutKeys: 'It holds no keys. Back up the keys folder of the data folder separately; the table of sealing keys is written only with --keys FILE, and must be kept apart from this export.',
    withoutContacts: 'Names and contacts are in the vault that runs apart and are not in this export. Run bin/db export at the vault as well, and back up its keys folder separately.',
    keysWritten: (file: string) => `The table of keys is in ${file}. Keep it apart from the export; when somebody is to be erased, destroy their key in that file too.`,
    imported: (folder: string, tables: number, rows: number, files: number) => `Restored from ${folder} and checked: ${tables} tables, ${rows} rows, ${files} attachments.`,
    importedWithoutKeys: 'The table of keys was not restored: words can be read, but not compared with the record (fsck reports each as key-missing). Run bin/db reset, then import again with --keys FILE.',
    askReset: (folder: string) => `This deletes the database and the attachments of ${folder} for good. To confirm, type delete: `,
    resetDone: 'Deleted. The keys folder was kept. The next start makes a new instance.',
    resetNot: 'Nothing was changed.',
    resetNeedsAnswer: 'Nothing was changed: there is no terminal to confirm on. To delete all the same, add --yes.',
    noPsql: 'There is no psql on this machine (the embedded PostgreSQL comes without). Install postgresql-client, or connect another tool with these variables:',
    startedForConsole: 'The database was not running; it was started for this session and stops with it.',
    waiting: 'The database keeps running; Ctrl-C stops it.',
    schemaWritten: (path: string) => `Wrote ${path}`,
  },
});

/** One sentence with its remedy for each way an export or import can be refused. */
export const exportProblemMessages = defineMessages({
  zh: {
    'not-empty': (what: string) => `目录 ${what} 不是空的。请换一个空目录。`,
    'no-manifest': (what: string) => `${what} 不是完整的导出：没有 manifest.json（导出中断时就没有它）。请使用另一份导出。`,
    'other-schema': (what: string) => `此导出与本程序不符（${what}）。请用写出它的版本或更新版本导入。`,
    'not-empty-database': () => '数据库中已有民声的数据。请换一个空的数据目录或数据库，或先运行 bin/db reset。',
    'row-policies': (what: string) => `用户 ${what} 受行级安全限制，导出会不完整。请以超级用户执行 alter role ${what} bypassrls，然后重试。`,
    damaged: (what: string) => `导出已损坏：${what} 与其摘要不符。数据库未作改动，请使用另一份导出。`,
  },
  en: {
    'not-empty': (what: string) => `The folder ${what} is not empty. Name an empty one.`,
    'no-manifest': (what: string) => `${what} is not a whole export: it has no manifest.json (an interrupted one has none). Use another export.`,
    'other-schema': (what: string) => `This export does not fit this program (${what}). Import it with the release that wrote it, or a newer one.`,
    'not-empty-database': () => 'The database holds data of Minsheng already. Use an empty data folder or database, or run bin/db reset first.',
    'row-policies': (what: string) => `Row policies hide rows from the user ${what}, so the export would not be whole. As a superuser run alter role ${what} bypassrls, then try again.`,
    damaged: (what: string) => `The export is damaged: ${what} does not match its digest. The database was not changed; use another export.`,
  },
});
