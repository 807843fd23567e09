import { defineMessages } from '../../../platform/i18n/index.ts';

/** The desk where a member of staff types in what somebody says by phone, in person or on paper. */
export const entryMessages = defineMessages({
  zh: {
    title: '替人登记', lead: '照本人的原话写，一个字不改；写完念一遍给本人听。登记以后，您看不到密码，也不能替本人评定。',
    channel: '怎么来的', words: '本人的原话', wordsHint: '不概括、不修饰。看不清、听不清的地方照实写明。',
    known: '本人愿意怎样留联系方式？请先问', knownHints: { sealed: '办事单位看不到；丢了回执可以凭它补。', named: '承办单位能看到姓名和联系方式，每看一次都会告诉本人。', anonymous: '先说清楚：不留，回执丢了就补不了。' },
    contact: '手机号或邮箱', contactHint: '只进身份保险库；登记以后您也看不到。', name: '姓名',
    proxy: '来说的人是替别人说的吗？', proxyNone: '不是，说的是本人的事', proxyHint: '是的话，选来说的人是当事人的什么人。', about: '哪个单位不能看到这件事？请问本人', aboutHint: '涉及您的单位，或您单位的上级、下级的，您不能登记。请告诉本人可以自己从网上说，或找县外的独立受理组。',
    publish: '本人同意公开原话（公开前有人先看，去掉能认出人的内容）', bar: '登记的单位不能承办、协办这件事，也不能做它的回访。', go: '登记，打印回执', goHint: '下一页打印给本人的密封回执',
    printTitle: '已登记，请打印回执', printLead: '编号可以告诉本人；密码只印在纸上。', number: '编号', paper: '回执（密封）', another: '再登记一件', back: '回到工作台',
    stepTell: '在电话里把编号念给本人听，请他记下。密码不要念。', stepPrint: '用浏览器菜单里的“打印”，纸张选 A5。', stepFold: '不看下半张，沿虚线向上折，盖住空白的地方，用钉书钉或胶条封好。', stepHand: '当面交给本人。不要代为打开。',
    stepFetchContact: '寄给本人，或请本人带上编号到服务窗口来取；来时说出留的手机号或邮箱，也可以当场补一份。', stepFetch: '寄给本人，或请本人到服务窗口来取。没有留联系方式的，丢了补不了。',
    honest: '密码不在屏幕上，但本页的源文件里有。所以这个密码只能用来换新密码：本人第一次使用时必须换。谁提前换了，本人马上会发现。',
    outside: '只由本人拆开。看进展、评定，都用里面的密码。', blank: '（空白）下面一截向上折，盖在这里', fold: '↑ 沿这条线向上折，密码就折在里面 ↑', inside: '第一次打开时，会请您换一个只有您知道的新密码；换了以后，这个密码就作废。', insideUsed: '如果第一次用就说密码不对，说明有人在您之前用过。请到别的单位的服务窗口说明，或在网站上选“举报或遭报复”。',
  },
  en: {
    title: 'Enter a case for somebody', lead: 'Write down their own words and change none; read them back. You will not see the code, and you cannot judge for them.',
    channel: 'How it came', words: 'Their own words', wordsHint: 'No summary, no polish. Where you could not read or hear it, say so.',
    known: 'How do they want to be reached? Ask first', knownHints: { sealed: 'The unit does not see it; a lost receipt can be replaced by it.', named: 'The unit that has the case can see name and contact; each look is shown to them.', anonymous: 'Tell them first: without a contact a lost receipt cannot be replaced.' },
    contact: 'Phone number or e-mail address', contactHint: 'Goes to the identity vault alone; you will not see it either.', name: 'Name',
    proxy: 'Is whoever speaks here for somebody else?', proxyNone: 'No, it is their own matter', proxyHint: 'If so, who they are to the person concerned.', about: 'Which unit must not see this? Ask them', aboutHint: 'You cannot enter a case about your own unit, one above it or one beneath it. Tell them that they can write it themselves on the site, or turn to the independent office outside the county.',
    publish: 'They agree that their words are public (somebody first takes out what could tell who they are)', bar: 'The unit that enters a case cannot handle it, assist in it or call back about it.', go: 'Enter it and print the receipt', goHint: 'The next page prints the sealed receipt',
    printTitle: 'Entered: please print the receipt', printLead: 'You may tell them the number; the code is on paper alone.', number: 'Number', paper: 'Receipt (sealed)', another: 'Enter another', back: 'Back to the desk',
    stepTell: 'Read the number out on the phone and ask them to write it down. Never read out the code.', stepPrint: 'Use “Print” in the browser’s menu, paper A5.', stepFold: 'Without looking at the lower part, fold it up along the line over the empty part, and staple or tape it shut.', stepHand: 'Hand it to the person. Do not open it for them.',
    stepFetchContact: 'Post it to them, or ask them to fetch it at a service desk with the number; knowing the phone number or address they left, they can also be given another there.', stepFetch: 'Post it to them, or ask them to fetch it at a service desk. Without a contact a lost one cannot be replaced.',
    honest: 'The code is not on the screen, but it is in the source of this page. So it serves for one thing: to be exchanged for a new one at its first use. If somebody else did that first, the person finds out at once.',
    outside: 'To be opened by the person alone. The code inside lets them follow and judge.', blank: '(empty) the part below folds up over this', fold: '↑ fold up along this line: the code lies inside ↑', inside: 'When you first open your case you take a new code that only you know; then this one is dead.', insideUsed: 'If the code is refused the very first time, somebody used it before you. Please say so at a service desk of another unit, or choose the sealed report on the site.',
  },
});
