import { defineMessages } from '../../platform/i18n/index.ts';

export const startMessages = defineMessages({
  zh: {
    stopping: '正在停止……',
    log: (path: string) => `日志：${path}`,
    scannerAway: 'CLAMD 指向的病毒扫描服务没有回应：它回应之前不收照片，文字照收。请检查地址，以及 clamd 是否在运行。',
    trouble: (path: string) => `后台有一处出错，已记入日志 ${path}，服务继续。`,
    portTaken: (port: number) => `端口 ${port} 已被占用。请停止占用它的程序，或用 PORT=8081 npm start 换一个端口。`,
    serving: (address: string) => `民声已启动：${address}`,
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
    signIns: 'demo sign-ins (all people are invented)',
    firstPassword: (username: string, password: string) => `first administrator: ${username}, one-time password: ${password} (shown this once; to be replaced at the first sign-in)`,
    demoFilling: (done: number, all: number) => `demo town ${done}/${all}`,
    demoFilled: (count: number, seconds: number) => `The demo town is ready: ${count} cases in ${seconds} s.`,
  },
});
