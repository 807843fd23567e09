import { defineMessages } from '../../platform/i18n/index.ts';

export const startMessages = defineMessages({
  zh: {
    stopping: '正在停止……',
    log: (path: string) => `日志：${path}`,
    scannerAway: 'CLAMD 指向的病毒扫描服务没有回应：它回应之前不收照片，文字照收。请检查地址，以及 clamd 是否在运行。',
    trouble: (path: string) => `后台有一处出错，已记入日志 ${path}，服务继续。`,
    portTaken: (port: number) => `端口 ${port} 已被占用。请停止占用它的程序，或用 PORT=8081 npm start 换一个端口。`,
    serving: (address: string) => `民声已启动：${address}`,
    vaultAway: {
      away: '单独运行的保险库没有回应：它回应之前，不留联系方式的诉求照收，留联系方式的请人稍后再交。请检查 VAULT，以及保险库是否在运行。',
      refused: '保险库不认我们的令牌，或者那里不是保险库：留联系方式的诉求请人稍后再交。请把保险库的 keys/vault-token 重新复制到 VAULT_TOKEN 所指的文件，再重新启动。',
    },
    vaultServing: (at: string, token: string) => `保险库已启动：${at}。网站那边设 VAULT=${at}，并把令牌 ${token} 复制过去（VAULT_TOKEN）。`,
    signIns: '演示登录（都是虚构人物）',
    firstPassword: (username: string, password: string) => `首个管理员：${username}，一次性密码：${password}（只显示这一次，登录后须更换）`,
    demoFilling: (done: number, all: number) => `演示数据 ${done}/${all}`,
    demoFilled: (count: number, seconds: number) => `演示数据已就绪：${count} 件诉求，用时 ${seconds} 秒。`,
  },
  en: {
    stopping: 'stopping …',
    log: (path: string) => `log: ${path}`,
    scannerAway: 'The scanner that CLAMD names does not answer: until it does, no photo is taken; words are. Check the address, and whether clamd runs.',
    trouble: (path: string) => `Something went wrong in the background; it is in the log ${path}, and serving goes on.`,
    portTaken: (port: number) => `Port ${port} is taken. Stop the program that uses it, or choose another: PORT=8081 npm start.`,
    serving: (address: string) => `Minsheng serves at ${address}`,
    vaultAway: {
      away: 'The vault that runs apart does not answer: until it does, reports without a contact are taken, and those with one are asked to come again. Check VAULT, and whether the vault runs.',
      refused: 'The vault does not know our token, or that is no vault: reports with a contact are asked to come again. Copy the vault’s keys/vault-token anew to the file that VAULT_TOKEN names, then start again.',
    },
    vaultServing: (at: string, token: string) => `The vault answers at ${at}. For the pages set VAULT=${at}, and copy the token ${token} to them (VAULT_TOKEN).`,
    signIns: 'demo sign-ins (all people are invented)',
    firstPassword: (username: string, password: string) => `first administrator: ${username}, one-time password: ${password} (shown this once; to be replaced at the first sign-in)`,
    demoFilling: (done: number, all: number) => `demo town ${done}/${all}`,
    demoFilled: (count: number, seconds: number) => `The demo town is ready: ${count} cases in ${seconds} s.`,
  },
});
