import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { ERROR_STATUSES, ErrorPage, type ErrorKind } from './error-page.tsx';

const details = { zh: '没有编号是这个的事。', en: 'No case has this number.' };

export const specimens: readonly Specimens[] = [
  {
    of: 'ErrorPage', kind: 'page', examples: [
      ...(Object.keys(ERROR_STATUSES) as ErrorKind[]).map((kind): Specimens['examples'][number] => ({ name: kind, render: (page) => <ErrorPage page={page} kind={kind} {...(kind === 'away' ? { retryAfterSeconds: 30 } : {})} /> })),
      { name: 'not-found with its own sentence', render: (page) => <ErrorPage page={page} kind="not-found" detail={inLocale(page, details)} /> },
    ],
  },
];
