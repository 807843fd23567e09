import { defineMessages } from '../i18n/index.ts';

/** For whoever gave a command. */
export const linkMessages = defineMessages({
  zh: {
    away: '单独运行的保险库没有回应，这一步没有做完。请检查 VAULT，以及保险库是否在运行，然后把同一个命令再运行一次。',
    refused: '保险库不认我们的令牌，这一步没有做。请把保险库的 keys/vault-token 重新复制到 VAULT_TOKEN 所指的文件，再运行一次。',
  },
  en: {
    away: 'The vault that runs apart does not answer; this was not finished. Check VAULT and whether the vault runs, then give the same command again.',
    refused: 'The vault does not know our token; nothing was done. Copy the vault’s keys/vault-token anew to the file that VAULT_TOKEN names, then give the command again.',
  },
});
