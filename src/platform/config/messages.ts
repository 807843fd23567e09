import { defineMessages } from '../i18n/index.ts';

export const configMessages = defineMessages({
  zh: {
    wrong: (name: string, takes: string) => `环境变量 ${name} 的值无法使用。${takes}`,
    takes: {
      PORT: '请填 0 到 65535 的整数，例如 PORT=8080。',
      HOST: '请填本机地址或主机名，例如 HOST=127.0.0.1；对外服务用 HOST=0.0.0.0。',
      DATA_DIR: '请填可写目录的路径，例如 DATA_DIR=./data。',
      DATABASE_URL: '请填 postgres://用户:密码@主机:5432/数据库；密码中的特殊字符用百分号编码。不设则使用内置 PostgreSQL。',
      PUBLIC_URL: '请填读者看到的网址，只含协议与主机，例如 PUBLIC_URL=https://minsheng.example。',
      TRUST_PROXY: '请填前面代理的层数（例如 1）或其地址（例如 127.0.0.1,10.0.0.0/8）；没有代理则不设。',
      MINSHENG_DEMO: '请填 1（新实例带演示数据）或 0（空实例）。',
      OPEN311_KEYS: '请填“辖区代码:密钥的SHA-256（64位十六进制）”，多个用空格隔开；不设则接口提交不要密钥。',
      RECORD_WITNESSES: '请填见证方文件的路径，例如 RECORD_WITNESSES=./witnesses；不设则不请外部见证。',
      CLAMD: '请填病毒扫描服务 clamd 的地址（例如 CLAMD=127.0.0.1:3310）或其套接字路径（例如 CLAMD=/run/clamav/clamd.ctl）；不设则不扫描。',
      KEY_ROOT: '请填 file、command:/程序的绝对路径 或 https://…；不设则用原来的位置。', KEY_ROOT_TOKEN: '请填根密钥服务的令牌，不含空格。', KEY_SUITE: '请填 international 或 national（国密 SM2/SM3/SM4）；只在新建实例时有用。',
      SMTP_URL: '请填发信服务器，例如 SMTP_URL=smtps://用户:密码@mail.example:465，并同时填 MAIL_FROM；不设则不发邮件。', MAIL_FROM: '请填一个发信地址，例如 MAIL_FROM=notice@county.example，并同时填 SMTP_URL。',
      TEXT_GATEWAY: '请填短信网关的 https 网址（在本机的可以用 http://127.0.0.1:端口/…）；不设则不发短信。', TEXT_GATEWAY_TOKEN: '请填短信网关的令牌，不含空格。', TEXTS_PER_DAY: '请填每天最多发多少条短信，例如 TEXTS_PER_DAY=2000。', NOTICE_DELAY_MINUTES: '请填 0 到 1440 的整数：通知最多晚多少分钟发出。',
      LOG: '请填 file（写入数据目录的 logs 文件夹）或 stdout（写到标准输出）。',
    },
  },
  en: {
    wrong: (name: string, takes: string) => `The environment variable ${name} has a value that cannot be used. ${takes}`,
    takes: {
      PORT: 'Give a whole number from 0 to 65535, such as PORT=8080.',
      HOST: 'Give an address or name of this machine, such as HOST=127.0.0.1; to serve others, HOST=0.0.0.0.',
      DATA_DIR: 'Give the path of a folder we may write to, such as DATA_DIR=./data.',
      DATABASE_URL: 'Give postgres://user:password@host:5432/database, special characters of the password percent-encoded. Unset, the embedded PostgreSQL is used.',
      PUBLIC_URL: 'Give the address readers see, scheme and host only, such as PUBLIC_URL=https://minsheng.example.',
      TRUST_PROXY: 'Give the number of proxies in front (such as 1) or their addresses (such as 127.0.0.1,10.0.0.0/8); leave it unset without a proxy.',
      MINSHENG_DEMO: 'Give 1 (a new instance comes with demo data) or 0 (an empty instance).',
      OPEN311_KEYS: 'Give JURISDICTION:SHA-256 of the key (64 hexadecimal digits), several separated by spaces; unset, posting through Open311 needs no key.',
      RECORD_WITNESSES: 'Give the path of the file that names the witnesses, such as RECORD_WITNESSES=./witnesses; unset, none outside is asked.',
      CLAMD: 'Give the address of a clamd (such as CLAMD=127.0.0.1:3310) or the path of its socket (such as CLAMD=/run/clamav/clamd.ctl); unset, photos are not scanned.',
      KEY_ROOT: 'Give file, command:/absolute/path/of/a/program or https://…; unset, the root is where it is.', KEY_ROOT_TOKEN: 'Give the token of the root service, without spaces.', KEY_SUITE: 'Give international or national (SM2, SM3, SM4); it matters for a new instance alone.',
      SMTP_URL: 'Give the mail server, such as SMTP_URL=smtps://user:password@mail.example:465, together with MAIL_FROM; unset, no e-mail is sent.', MAIL_FROM: 'Give one sender address, such as MAIL_FROM=notice@county.example, together with SMTP_URL.',
      TEXT_GATEWAY: 'Give the https address of the gateway for text messages (on this machine http://127.0.0.1:PORT/… will do); unset, none is sent.', TEXT_GATEWAY_TOKEN: 'Give the token of that gateway, without spaces.', TEXTS_PER_DAY: 'Give how many text messages may go out a day, such as TEXTS_PER_DAY=2000.', NOTICE_DELAY_MINUTES: 'Give a whole number from 0 to 1440: by how many minutes a notice may be late at most.',
      LOG: 'Give file (into the folder logs of the data folder) or stdout.',
    },
  },
});
