import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { ERROR_STATUSES, ErrorPage, type ErrorKind } from './error-page.tsx';
import { SendAgainPage } from './send-again.tsx';

const details = { zh: '没有编号是这个的事。', en: 'No case has this number.' };

const typed = {
  zh: { found: '现场看过，三盏灯的电缆断了。', comment: '灯亮了两天又不亮了。' },
  en: { found: 'We went there: the cable of three lamps is cut.', comment: 'The lamps burned for two days and are out again.' },
};

export const specimens: readonly Specimens[] = [
  {
    of: 'ErrorPage', kind: 'page', examples: [
      ...(Object.keys(ERROR_STATUSES) as ErrorKind[]).map((kind): Specimens['examples'][number] => ({ name: kind, render: (page) => <ErrorPage page={page} kind={kind} {...(kind === 'away' ? { retryAfterSeconds: 30 } : {})} /> })),
      { name: 'not-found with its own sentence', render: (page) => <ErrorPage page={page} kind="not-found" detail={inLocale(page, details)} /> },
    ],
  },
  {
    of: 'SendAgainPage', kind: 'page', examples: [
      { name: 'staff', render: (page) => <SendAgainPage page={page} who="staff" enter={page.paths.signIn} action={page.paths.console} fields={[['found', inLocale(page, typed).found], ['means', 'visit']]} /> },
      { name: 'resident', render: (page) => <SendAgainPage page={page} who="resident" enter={page.paths.follow} action={page.paths.verdict} fields={[['outcome', 'unsolved'], ['comment', inLocale(page, typed).comment]]} /> },
      { name: 'nothing typed', render: (page) => <SendAgainPage page={page} who="staff" enter={page.paths.signIn} action={page.paths.console} fields={[]} /> },
    ],
  },
];
