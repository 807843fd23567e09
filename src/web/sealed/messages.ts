import { defineMessages } from '../../platform/i18n/index.ts';

/** Words that the pages' script writes. Apart from the pages' own, so that the script stays small. */
export const sealingMessages = defineMessages({
  zh: {
    closesHere: '信会在这台设备上锁好再发出去：离开您手里的只有密文，我们和传信的人都看不到原文。',
    closing: '正在锁……', closingFailed: '这台设备没能锁上信，所以没有发出去，您写的都还在。可以再试一次，或者换一个浏览器。',
    wordsMissing: '还没写。几个字也行。', tooLong: (max: string) => `太长了。一封最多 ${max} 字，可以分两封写。`,
    opening: '正在打开……', openedHere: '已在这台设备上打开。', notOpened: '这封信用这把钥匙打不开。',
    wrongPassphrase: '口令不对，或者选的不是自己的钥匙文件。', passphraseShort: '口令至少 12 个字。建议用五六个不相干的词连起来。', passphraseDiffers: '两次输入的口令不一样。',
    making: '正在生成钥匙，要几秒钟……', unlocking: '正在用口令开锁，要几秒钟……', keyFile: '保护专员钥匙.txt',
    tooMany: '信太多，一次转锁不下。请当面商量。',
  },
  en: {
    closesHere: 'The letter is locked on this device before it is sent: only ciphertext leaves your hands, and neither we nor anyone on the way can read it.',
    closing: 'Locking …', closingFailed: 'This device could not lock the letter, so it was not sent, and what you wrote is still here. Please try again, or use another browser.',
    wordsMissing: 'Nothing is written yet. A few words are enough.', tooLong: (max: string) => `Too long. One letter has up to ${max} characters; please write two.`,
    opening: 'Opening …', openedHere: 'Opened on this device.', notOpened: 'This letter does not open with this key.',
    wrongPassphrase: 'The passphrase is wrong, or the file is not your key.', passphraseShort: 'A passphrase has at least 12 characters. Five or six unrelated words do well.', passphraseDiffers: 'The two passphrases differ.',
    making: 'Making the key; it takes some seconds …', unlocking: 'Unlocking with the passphrase; it takes some seconds …', keyFile: 'protection-officer-key.txt',
    tooMany: 'There are too many letters to lock again at once. Please meet in person.',
  },
});
