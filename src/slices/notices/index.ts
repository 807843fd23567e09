export { createNotices, forgetNotices, type Notices, type NoticeDeps, type Sending } from './handle.ts';
export { noticeMessages } from './messages.ts';
export { WHYS, type Why } from './notice.ts';
