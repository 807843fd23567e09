import { defineMessages } from '../../platform/i18n/index.ts';
import type { KnowledgeRefusal } from './decide.ts';

type Sentences = Record<KnowledgeRefusal['kind'], string>;

const zh: Sentences = {
  'not-permitted': '您的角色不能写答复。请交给本单位有这项权限的人。',
  'not-your-entry': '这条答复是别的单位写的，只有它能改。请联系该单位，或另写一条。',
  'no-such-entry': '没有这条答复。请回到列表再找。',
  'withdrawn': '这条答复已经撤下，不能再改。要答同样的问题，请另写一条。',
  'newer-version': '有人刚刚改过这条答复。请打开最新的一版看看，再把您的改动写进去。',
  'nothing-changed': '没有改动。至少要改有效期，才是新的一版。',
  'versions-spent': '这条答复改的次数太多。请撤下它，另写一条。',
  'text-missing': '问题和答复都要写。请补上再提交。',
  'text-too-long': '有一栏写得太长。请缩短再提交。',
  'no-source': '请至少写一条依据：法规或文件的名称，和它的日期或网址。',
  'too-many-sources': '依据最多写三条。请留下最要紧的。',
  'source-unnamed': '有一条依据没有名称。请写上法规或文件的名称。',
  'source-undated': '有一条依据既没有日期也没有网址。请至少写一样，好让人查得到。',
  'bad-day': '有一个日期不对。依据的日期不能晚于今天，写成 2026-11-27 这样。',
  'bad-link': '有一个网址不对。请从 https:// 开始写全，中间不要空格。',
  'valid-until-past': '有效期已经过去。请选今天或以后的日子。',
  'valid-until-too-far': '有效期最长两年。请选近一点的日子，到期再看一遍。',
};

const en: Sentences = {
  'not-permitted': 'Your role may not write answers. Please leave it to somebody of your unit who may.',
  'not-your-entry': 'Another unit wrote this answer and only that unit can change it. Please ask it to, or write one of your own.',
  'no-such-entry': 'There is no such answer. Please look for it in the list.',
  'withdrawn': 'This answer was withdrawn and cannot be changed. To answer the same question, write a new one.',
  'newer-version': 'Somebody has just changed this answer. Open the newest version, then add your change to it.',
  'nothing-changed': 'Nothing was changed. A new version needs at least a new date.',
  'versions-spent': 'This answer was changed too many times. Withdraw it and write a new one.',
  'text-missing': 'Question and answer are both needed. Fill them in and send again.',
  'text-too-long': 'One field is too long. Shorten it and send again.',
  'no-source': 'Give at least one source: the name of a law or document, and its date or where it can be read.',
  'too-many-sources': 'At most three sources. Keep those that matter most.',
  'source-unnamed': 'One source has no name. Write the name of the law or document.',
  'source-undated': 'One source has neither date nor address. Give at least one, so that people can find it.',
  'bad-day': 'One date is not right. A source cannot be dated after today; write it like 2026-11-27.',
  'bad-link': 'One address is not right. Write it in full from https://, without spaces.',
  'valid-until-past': 'The date it is valid until is past. Choose today or a later day.',
  'valid-until-too-far': 'An answer is valid for two years at most. Choose an earlier day, and look at it again then.',
};

export const knowledgeRefusals = defineMessages({ zh, en });
