import { defineMessages } from '../../platform/i18n/index.ts';
import type { MatterRefusal } from './commands.ts';

type Sentences = Record<MatterRefusal['kind'], string>;

const zh: Sentences = {
  'no-such-matter': '没有找到这个事项。请回到列表重新打开。',
  'not-yours': '这一步要由别的角色或单位来做。派单员和督查可以宣布、并入、移出和结束；答复由负责单位来写；改日期只能由督查宣布。',
  'text-missing': '这一栏还没有填写。请补上再提交。',
  'text-too-long': '这一栏写得太长。请缩短。',
  'unknown-unit': '没有这个单位，或它已经撤并。请重新选择。',
  'no-topic': '请至少选一个主题，才知道哪些诉求属于它。',
  'time-past': '这个时间已经过去。请选以后的时间。',
  'date-too-late': '日期太晚，超过了本地规定的上限。请选近一点的日子。',
  'too-few': '并入的诉求还不到十件，不能公开改日期：那样会让人看出是谁的诉求。请逐件延期。',
  'nobody-found': '没有找到可以并入的诉求。请核对编号，或换一个主题、地点、时间。涉及单位人员的、有危险的，不能并入。',
  'too-many': '一次并入的太多。请缩小范围，分几次来。',
  'no-such-member': '这件诉求不在这个事项里。请核对编号。',
  'only-incidents': '只有公开宣布的事件才能这样做。',
  ended: '这个事件已经宣布结束，不能再并入或改日期。',
  'not-answered': '这个事项还没有答复。',
};
const en: Sentences = {
  'no-such-matter': 'There is no such matter. Go back to the list and open it again.',
  'not-yours': 'Somebody of another role or unit must do this. Dispatchers and supervisors declare, join, take out and end; the unit responsible answers; only a supervisor declares another date.',
  'text-missing': 'This field is empty. Fill it in and send again.',
  'text-too-long': 'This is too long. Please shorten it.',
  'unknown-unit': 'There is no such unit, or it no longer exists. Choose another.',
  'no-topic': 'Choose at least one topic, so that it is known which cases belong to it.',
  'time-past': 'That time has passed. Choose a later one.',
  'date-too-late': 'That date is later than this place allows. Choose an earlier one.',
  'too-few': 'Fewer than ten cases are joined, so no date can be moved in public: it would show whose cases these are. Extend each case by itself.',
  'nobody-found': 'No case was found that can be joined. Check the numbers, or choose another topic, place or time. Cases about officials and cases of danger are never joined.',
  'too-many': 'These are too many at once. Narrow it down and do it in parts.',
  'no-such-member': 'That case is not joined here. Check the number.',
  'only-incidents': 'Only an incident that was declared in public can be treated so.',
  ended: 'This incident was declared over: no case can be joined and no date moved.',
  'not-answered': 'This matter has not been answered yet.',
};

export const matterRefusals = defineMessages({ zh, en });
