import { defineMessages } from '../../platform/i18n/index.ts';

/** For whoever moves a vault, at a terminal. */
export const moveMessages = defineMessages({
  zh: {
    usage: '用法：minsheng vault export 文件 --key 密钥文件 | import 文件 --key 密钥文件 | forget',
    exported: (count: number, file: string, key: string) => `已导出 ${count} 个人的联系方式和查看记录到 ${file}，只有 ${key} 里的密钥能打开。两个文件分开送，导入后都销毁。`,
    imported: (count: number) => `已导入 ${count} 个人的联系方式和查看记录，都换了新的密钥。`,
    forgotten: (count: number) => `保险库说 ${count} 个联系方式它都有；这个数据库里的已经清空。旧的备份里还有，请按期销毁。`,
    exists: (file: string) => `${file} 已经存在，没有改动。请另选文件名。`,
    missing: (file: string) => `读不到 ${file}。请检查路径。`,
    apartAlready: '联系方式在单独运行的保险库里，请到保险库那边运行这个命令。',
    needsVault: '请设 VAULT 和 VAULT_TOKEN，指向已经导入的保险库。',
    'not-with-this-key': '这个文件不是用这把密钥封的，或者被改动过。什么也没有导入。',
    'cut-short': '这个文件不完整。什么也没有导入，请重新复制。',
    'not-empty': '这里已经有联系方式，不能再导入。如果上一次没有导完，请先运行 bin/db reset。',
    'not-all-there': (count: number) => `有 ${count} 个联系方式保险库里没有，所以什么也没有清。请停掉网站，重新导出、导入。`,
  },
  en: {
    usage: 'Usage: minsheng vault export FILE --key KEYFILE | import FILE --key KEYFILE | forget',
    exported: (count: number, file: string, key: string) => `Contacts and looks of ${count} people are in ${file}; only the key in ${key} opens it. Carry the two apart, and destroy both after the import.`,
    imported: (count: number) => `Contacts and looks of ${count} people were taken in, each under a new key.`,
    forgotten: (count: number) => `The vault says that it keeps all ${count} contacts; in this database they are gone. Older backups still have them: destroy those in their time.`,
    exists: (file: string) => `${file} exists already and was left alone. Choose another name.`,
    missing: (file: string) => `${file} cannot be read. Check the path.`,
    apartAlready: 'Contacts are in the vault that runs apart: give this command there.',
    needsVault: 'Set VAULT and VAULT_TOKEN to the vault that has taken them in.',
    'not-with-this-key': 'This file was not sealed with this key, or it was altered. Nothing was taken in.',
    'cut-short': 'This file is not whole. Nothing was taken in; copy it again.',
    'not-empty': 'Contacts are kept here already; nothing more is taken in. If an import broke off before, run bin/db reset first.',
    'not-all-there': (count: number) => `The vault does not have ${count} of the contacts, so nothing was removed. Stop the pages, then export and import again.`,
  },
});
