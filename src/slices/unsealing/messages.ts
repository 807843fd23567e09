import { defineMessages } from '../../platform/i18n/index.ts';
import type { UnsealingRefusal } from './commands.ts';

type Words = Record<UnsealingRefusal['kind'], string>;

const zh: Words = {
  'not-yours': '您不能这样做：要由手上有这件事的单位申请、由保护专员决定，看的只能是申请的人本人。',
  'own-unit': '您的单位和这件事有关，或者和申请人同一单位，要由另一个单位的人来定。',
  'same-hand': '您已经经手过，要由另一个人来定。',
  'about-this-unit': '这件事和您的单位有关，您不能经手。',
  'outside-only': '里面没有可以决定的人，这份申请只能由外部机构决定。',
  'nothing-kept': '本人没有留下联系方式，没有可以看的。',
  'at-rest': '这件事现在不用您的单位再做什么，所以不能看。',
  erased: '这件诉求的内容已依法删除，没有可以看的。',
  'not-agreed': '本人没有同意直接看这几项。请写明用途，提出申请。',
  'nobody-may-decide': '现在没有任何人可以作这个决定，所以不能申请。请联系保护专员所在的单位。',
  lapsed: '期限已过，没有人决定，申请作废。需要的话请重新申请。',
  ended: '批准的时间已过。还需要的话请重新申请。',
  'already-decided': '这份申请已经有结果，请刷新页面。',
  'not-approved': '还没有批准，不能看。',
  'no-such-request': '没有这份申请，或者您无权看。',
  'already-asked': '您的单位对这件事已有一份申请在等待或在有效期内。',
  'views-spent': '这次批准的查看次数已用完。还需要的话请重新申请。',
  'no-fields': '请至少选一项。', 'other-fields': '只能选申请过、并且批准了的项目。',
  'words-missing': '请写一句话说明。本人会看到。', 'words-too-long': '太长了，请缩短到 2000 字以内。',
  'already-contested': '您已经提过一次异议，答复在您的页面上看。', 'not-contested': '现在没有等着答复的异议。',
};
const en: Words = {
  'not-yours': 'You cannot do this: the unit that has the case asks, a protection officer decides, and only whoever asked may look.',
  'own-unit': 'Your unit has to do with the case, or is the asker’s own. Somebody of another unit decides.',
  'same-hand': 'You have had a hand in this. Somebody else decides.',
  'about-this-unit': 'The case has to do with your unit; you can have no hand in it.',
  'outside-only': 'Nobody inside is free to decide, so the outside body alone can.',
  'nothing-kept': 'No contact details were left. There is nothing to see.',
  'at-rest': 'Your unit owes nothing in this case now, so there is nothing to look for.',
  erased: 'What was said in this case was erased as the law provides. There is nothing to see.',
  'not-agreed': 'They did not agree to show you these at once. Make a request and state the purpose.',
  'nobody-may-decide': 'Nobody at all is free to decide this now, so it cannot be asked for. Speak to the protection officers’ office.',
  lapsed: 'The time is over and nobody decided, so the request has lapsed. Ask again if you still need it.',
  ended: 'The approved time is over. Ask again if you still need it.',
  'already-decided': 'This request has been decided. Load the page again.',
  'not-approved': 'It is not approved, so nothing can be shown.',
  'no-such-request': 'There is no such request, or you may not see it.',
  'already-asked': 'Your unit already has a request about this case that waits or is in force.',
  'views-spent': 'The looks of this approval are used up. Ask again if you still need it.',
  'no-fields': 'Choose at least one.', 'other-fields': 'Choose only what was asked for and approved.',
  'words-missing': 'Write a sentence. The resident will read it.', 'words-too-long': 'Too long: at most 2,000 characters.',
  'already-contested': 'You have objected once already. The answer will be on your page.', 'not-contested': 'No objection is waiting for an answer.',
};

/** What is said to whoever asks for something that the rules do not allow. */
export const unsealingMessages = defineMessages({ zh, en });
