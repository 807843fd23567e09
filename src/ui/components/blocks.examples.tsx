import { instantOf } from '../../kernel/instant.ts';
import { caseNumberOf } from '../../kernel/ids.ts';
import { EMPTY_FORM } from '../page.ts';
import { inLocale, type Specimens } from '../specimen.ts';
import { Block, Clauses, EmptyState, KeyValue, Notice, Pager, SearchForm, Steps, TwoPane } from './blocks.tsx';
import { CaseList } from './case-row.tsx';
import { Lines } from './lines.tsx';
import { QrCode, ReceiptCard } from './receipt.tsx';
import { Timeline, Tombstone } from './timeline.tsx';
import { OutcomeForm, SatisfactionForm } from './verdict.tsx';
import { When } from './when.tsx';

const at = instantOf(new Date('2026-11-18T01:20:00Z'));
const texts = {
  zh: { done: '已经收到。', known: '还没有评价的单列。', lost: '回执丢了补不了。', title: '办事单位', all: '看全部', place: '地点', town: '青山镇', step: '您说一件事', more: '拿到一张回执。', none: '没有符合条件的事。', row: '路灯不亮', unit: '青山镇政府', status: '已受理', you: '您', said: '网上说了这件事', words: '路灯不亮，老人怕摔。', answered: '答复', answer: '查到：灯头坏了。\n做了：昨天换好。', system: '派单员', sent: '派给青山镇政府', question: '您的事解决了吗？', comment: '想多说一句？', satisfied: '您满意吗？', slip: '回执', warning: '请收好，别交给办事的人。', received: '收到', when: '2026年11月18日 09:20', foot: '输入编号和密码查进展。', qr: '二维码', left: '还剩 3 天', hidden: '此处内容已隐去：依据“能认出某个人”，由派单员提出，保护专员批准，2026年11月18日。' },
  en: { done: 'Received.', known: 'Silence is listed apart.', lost: 'A lost receipt cannot be replaced.', title: 'Units', all: 'See all', place: 'Place', town: 'Qingshan', step: 'You say one thing', more: 'You get a receipt.', none: 'Nothing matches.', row: 'Street light out', unit: 'Qingshan township', status: 'Accepted', you: 'You', said: 'said this, online', words: 'The light is out; old people fear a fall.', answered: 'answered', answer: 'Found: a broken lamp head.\nDone: replaced yesterday.', system: 'The dispatcher', sent: 'sent it to Qingshan township', question: 'Is it solved?', comment: 'Anything to add?', satisfied: 'Are you satisfied?', slip: 'Receipt', warning: 'Keep this from whoever handles your case.', received: 'Received', when: '18 November 2026, 09:20', foot: 'Enter number and code to follow.', qr: 'QR code', left: '3 days left', hidden: 'Hidden here on 18 November 2026 under the rule “Somebody can be recognised”. Proposed by: the dispatcher. Approved by: the protection officer.' },
};

export const specimens: readonly Specimens[] = [
  { of: 'Notice', kind: 'component', examples: [
    { name: 'done', render: (page) => <Notice tone="done"><p>{inLocale(page, texts).done}</p></Notice> },
    { name: 'to know', render: (page) => <Notice tone="know"><p>{inLocale(page, texts).known}</p></Notice> },
    { name: 'careful', render: (page) => <Notice tone="careful"><p>{inLocale(page, texts).lost}</p></Notice> },
  ] },
  { of: 'Block', kind: 'component', examples: [{ name: 'with a link to all', render: (page) => <Block title={inLocale(page, texts).title} more={{ href: '#', word: inLocale(page, texts).all }}><p>{inLocale(page, texts).known}</p></Block> }] },
  { of: 'Lines', kind: 'component', examples: [{ name: 'one row', render: (page) => { const t = inLocale(page, texts); return <Lines label={t.title} heads={[t.place, t.unit]} rows={[[t.town, t.unit]]} />; } }] },
  { of: 'KeyValue', kind: 'component', examples: [{ name: 'one pair', render: (page) => <KeyValue pairs={[{ key: inLocale(page, texts).place, value: inLocale(page, texts).town }]} /> }] },
  { of: 'Steps', kind: 'component', examples: [{ name: 'one step', render: (page) => <Steps steps={[{ title: inLocale(page, texts).step, more: inLocale(page, texts).more }]} /> }] },
  { of: 'EmptyState', kind: 'component', examples: [{ name: 'with a way out', render: (page) => <EmptyState title={inLocale(page, texts).none} action={{ href: '#', word: inLocale(page, texts).all }} /> }] },
  { of: 'Clauses', kind: 'component', examples: [{ name: 'breaks at its commas', render: (page) => <p><Clauses text={inLocale(page, texts).known} /></p> }] },
  { of: 'Pager', kind: 'component', examples: [{ name: 'both ways', render: (page) => <Pager page={page} previous="#before" next="#after" /> }] },
  { of: 'SearchForm', kind: 'component', examples: [{ name: 'with words', render: (page) => <SearchForm page={page} action="#" value={inLocale(page, texts).row} /> }] },
  { of: 'TwoPane', kind: 'component', examples: [{ name: 'list and case', render: (page) => <TwoPane page={page} showing="detail" list={<p>{inLocale(page, texts).row}</p>} detail={<p>{inLocale(page, texts).words}</p>} /> }] },
  { of: 'When', kind: 'component', examples: [{ name: 'to the minute', render: (page) => <p><When page={page} at={at} /></p> }, { name: 'the day only', render: (page) => <p><When page={page} at={at} exactness="day" /></p> }] },
  { of: 'CaseList', kind: 'component', examples: [{ name: 'one row', render: (page) => {
    const words = inLocale(page, texts);
    return <CaseList page={page} rows={[{ href: '#', title: words.row, tone: 'waiting', status: words.status, facts: [words.town, words.unit], at, clock: { words: words.left, late: false } }]} />;
  } }] },
  { of: 'Tombstone', kind: 'component', examples: [{ name: 'in place of a text', render: (page) => <Tombstone>{inLocale(page, texts).hidden}</Tombstone> }] },
  { of: 'Timeline', kind: 'component', examples: [{ name: 'a short talk', render: (page) => {
    const words = inLocale(page, texts);
    return <Timeline page={page} turns={[{ at, voice: 'resident', speaker: words.you, what: words.said, words: words.words }, { at, voice: 'system', speaker: words.system, what: words.sent }, { at, voice: 'unit', speaker: words.unit, what: words.answered, words: words.answer }]} />;
  } }] },
  { of: 'OutcomeForm', kind: 'component', examples: [{ name: 'first tap', render: (page) => <OutcomeForm page={page} form={EMPTY_FORM} question={inLocale(page, texts).question} commentLabel={inLocale(page, texts).comment} commentMax={2000} /> }] },
  { of: 'SatisfactionForm', kind: 'component', examples: [{ name: 'second tap', render: (page) => <SatisfactionForm page={page} form={EMPTY_FORM} question={inLocale(page, texts).satisfied} /> }] },
  { of: 'QrCode', kind: 'component', examples: [{ name: 'an address', render: (page) => <QrCode text="https://minsheng.example/follow" alt={inLocale(page, texts).qr} /> }] },
  { of: 'ReceiptCard', kind: 'component', examples: [{ name: 'a slip', render: (page) => {
    const words = inLocale(page, texts);
    return <ReceiptCard page={page} number={caseNumberOf('48210937551')} code="503817246690182533714408" followAddress="https://minsheng.example/follow" title={words.slip} warning={words.warning} facts={[{ key: words.received, value: words.when }]} foot={words.foot} />;
  } }] },
];
