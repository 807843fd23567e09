/**
 * What many here begin with, and the dictionary of the strength estimate, made of leaked lists of elsewhere, does not know: phrases in
 * pinyin, numbers that sound like words, places, words of an office. After Li, Han, Xu, "A Large-Scale Empirical Analysis of Chinese Web
 * Passwords" (USENIX Security 2014) and Wang et al., "Birthday, Name and Bifacial-security" (USENIX Security 2019), which list the
 * commonest of some hundred million leaked passwords; and words of this program (ASVS 5.0 6.1.2). Short ones are left to the estimate itself.
 */
export const COMMON_WORDS: readonly string[] = [
  'woaini', 'woaiwojia', 'woaiwo', 'woaima', 'woaibaba', 'woaimama', 'aini', 'woshishui', 'woshiwo', 'woshi', 'wodemima', 'mima', 'nihao', 'nishishui', 'zhimakaimen', 'buzhidao', 'tiantian', 'xiaoxiao', 'baobao', 'beibei',
  'baobei', 'laopo', 'laogong', 'mama', 'baba', 'xiaoming', 'wangwei', 'zhangwei', 'liwei', 'xingfu', 'kuaile', 'pingan', 'jiankang', 'facai', 'meili', 'zhongguo', 'zhonghua', 'beijing', 'shanghai', 'guangzhou',
  'shenzhen', 'tianjin', 'chongqing', 'chengdu', 'wuhan', 'nanjing', 'hangzhou', 'jiayou', 'dearbook', 'xiazhili', 'taobao', 'baidu', 'tencent', 'weixin', 'qqmima', 'csdn', 'tianya',
  '5201314', '1314520', '1314521', '5211314', '7758521', '7758258', '147258369', '147258', '123321', '112233', '168168', '520520', '521521', '1314', '100200', '5845201314', '3344520', '9420',
  'minsheng', 'renmin', 'zhengfu', 'dangyuan', 'dangwei', 'gongan', 'jiguan', 'bangong', 'xinfang', 'dangan', 'guanliyuan', 'guanli', 'gongzuo', 'fuwu', 'weirenminfuwu', 'xianwei', 'shiwei', 'zhenzhengfu', 'xianzhengfu',
];
