import type { Kind, Urgency } from '../src/slices/cases/index.ts';

/**
 * What people of the invented county 临江 say, and what an honest or a careless office answers. All invented.
 * `topic` is matched against the jurisdiction's topic tree by its Chinese name, so the tree may be reordered.
 */
export type Voice = {
  readonly topic: string;
  readonly kind: Kind;
  readonly urgency: Urgency;
  readonly words: string;
  /** What a dispatcher writes for the public. */
  readonly summary: string;
  /** The answer of an office that did the work. */
  readonly done: string;
  /** The answer of an office that wants the case off its desk. */
  readonly evasive: string;
};

export const VOICES: readonly Voice[] = [
  {
    topic: '路灯不亮', kind: 'help', urgency: 'ordinary',
    words: '我们巷子口的三盏路灯坏了快一个月，晚上孩子下晚自习要摸黑走，老人也不敢出门。请来修一下。',
    summary: '一条巷子的三盏路灯不亮近一个月，夜间通行不便。',
    done: '查明是地埋线被挖断。十一月已更换电缆四十米、灯头三盏，现在都亮了。缺口处的路面本周五前补好，由市政班组负责。',
    evasive: '您反映的问题已收悉，我单位高度重视，将持续关注。',
  },
  {
    topic: '县乡公路', kind: 'complaint', urgency: 'ordinary',
    words: '村口到小学那段水泥路塌了一个大坑，下雨天积水看不见，昨天一辆电动车摔了。去年也报过一次，补了两个月又坏。',
    summary: '村口至小学路段路面塌陷积水，有摔车；去年修补后复坏。',
    done: '已围挡并回填夯实，重做二十平方米路面。复坏的原因是下面的排水管断了，这次一并换了管。质保两年，坏了直接找我们。',
    evasive: '该路段已列入计划，待资金到位后实施。',
  },
  {
    topic: '停水', kind: 'help', urgency: 'utility',
    words: '从前天夜里开始我们这栋楼六层以上没有水，打了物业电话说是水厂的事，水厂说是物业的泵。家里有卧床老人。',
    summary: '一栋楼六层以上停水两天，物业与供水互相推诿。',
    done: '泵房控制柜烧坏，属二次供水设备，由供水公司先行抢修，当晚九点恢复。费用如何分担由住建部门召集两家定，与住户无关。',
    evasive: '经核实属物业内部设施，请与物业联系。',
  },
  {
    topic: '施工噪声', kind: 'complaint', urgency: 'ordinary',
    words: '工地连续四个晚上十二点以后还在打混凝土，窗户都在抖，家里有高三学生，打过电话没人管。',
    summary: '工地连续多日夜间施工扰民。',
    done: '当晚到现场检查，未办夜间施工证明，已立案并责令停工。工地承诺二十二点后不再施工，项目经理电话已贴在围挡上。',
    evasive: '已电话告知施工单位注意。',
  },
  {
    topic: '拖欠工资', kind: 'complaint', urgency: 'complex',
    words: '我们十一个人在城西安置房项目做木工，做完两个半月，工头说甲方没给钱，一共欠六万多，要过年了家里等着用。',
    summary: '安置房项目十一名木工被欠薪两个半月。',
    done: '已从工资保证金中先行垫付六万三千元，十一人本人签字领取。总包单位的违法分包另案处理，结果一个月内告诉您。',
    evasive: '请您先与用人单位协商，协商不成可申请仲裁。',
  },
  {
    topic: '惠农补贴发放', kind: 'complaint', urgency: 'complex',
    words: '今年的耕地补贴别的村七月就到账了，我们村到现在没有，问村里说名单报上去了，问镇里说没收到名单。',
    summary: '一村耕地补贴迟发，村镇说法不一。',
    done: '查实是村里漏报，名单已补报，一百四十六户的补贴今天从一卡通发出，清册贴在村务公开栏。漏报的责任由镇里处理并公开。',
    evasive: '补贴正在按程序发放，请耐心等待。',
  },
  {
    topic: '假冒伪劣农资', kind: 'report', urgency: 'complex',
    words: '春天买的稻种出苗不到三成，同一家店买的有二十多户都这样，包装上的厂家电话是空号。',
    summary: '二十多户农户反映购买的稻种出苗率低，包装信息存疑。',
    done: '抽检不合格，已封存该店余种三百二十公斤并立案。二十三户的损失正由司法所主持赔付，第一笔下周三前付。',
    evasive: '种子质量受天气影响较大，建议咨询农技人员。',
  },
  {
    topic: '教育乱收费', kind: 'question', urgency: 'ordinary',
    words: '孩子学校让交课后服务以外的“资料费”三百八，说自愿，可不交的名字写在黑板上，这个该不该交？',
    summary: '家长询问学校收取资料费是否合规。',
    done: '不该交。该收费无依据，学校已退还全部四百一十二名学生，黑板上写名字的做法已道歉并停止。',
    evasive: '学校称均为家长自愿。',
  },
  {
    topic: '医保报销', kind: 'question', urgency: 'ordinary',
    words: '父亲在省城住院做了备案，回来报销却说备案没生效，要自己先垫两万多，窗口让跑了三趟。',
    summary: '异地住院备案未生效，报销受阻。',
    done: '备案在系统里卡在了待审核，是我们没有处理。已补审，按备案后的比例报销，差额一万一千元三个工作日内到账。',
    evasive: '请携带材料到窗口办理。',
  },
  {
    topic: '征地补偿', kind: 'complaint', urgency: 'complex',
    words: '修绕城路占了我家一亩二分地，量地那天我在外打工没签字，补偿款比隔壁少一截，也没人给我看过标准。',
    summary: '征地丈量与补偿标准存在异议。',
    done: '已约您和两名邻居重新丈量，多出零点一五亩，按同一片区标准补发。标准文件已交给您一份，也张贴在村里。',
    evasive: '补偿标准符合文件规定。',
  },
  {
    topic: '垃圾清运', kind: 'complaint', urgency: 'ordinary',
    words: '菜市场后门的垃圾三四天才拉一次，夏天一到满街是味，污水流到幼儿园门口。',
    summary: '菜市场后门垃圾清运不及时，污水外流。',
    done: '清运改为每天早晚各一次，后门加了两个带盖箱，污水沟已冲洗。幼儿园门口由环卫组长每天看一次。',
    evasive: '环卫工人已清理。',
  },
  {
    topic: '公交与客运', kind: 'suggestion', urgency: 'ordinary',
    words: '开发区末班车六点半就没了，厂里七点下班，几百号人只能搭黑车，能不能加一班七点半的。',
    summary: '建议开发区公交增开晚班车。',
    done: '十二月一日起加开十九时三十分一班，试一个月，每天看上车人数，月底把数字公布出来再定是否长期开。',
    evasive: '您的建议我们会认真研究。',
  },
  {
    topic: '电梯故障', kind: 'complaint', urgency: 'ordinary',
    words: '小区电梯一个月困人四次，物业说要动维修基金，业委会又没成立，谁都不管。',
    summary: '小区电梯一个月困人四次，维修资金使用受阻。',
    done: '已启动应急维修程序，不需业委会表决。两部电梯的主板和曳引绳已换，检验合格标志贴在轿厢里。',
    evasive: '建议业主尽快成立业委会。',
  },
  {
    topic: '低保与临时救助', kind: 'help', urgency: 'ordinary',
    words: '邻居大叔一个人过，去年摔断腿后没了收入，低保申请交上去五个月没有回音，他不会用手机，我替他问问。',
    summary: '代邻居询问低保申请进度。',
    done: '申请压在村里没有上报，已入户核实并批准，从申请当月起补发。以后由网格员每月上门一次，家里有事直接找他。',
    evasive: '低保审批需要一定周期。',
  },
  {
    topic: '作风问题', kind: 'conduct', urgency: 'ordinary',
    words: '去办营业执照变更，窗口的人一直看手机，问一句就说“墙上有，自己看”，我眼睛不好，看不清墙上的小字。',
    summary: '反映政务窗口态度冷淡、告知不清。',
    done: '情况属实，当班人员已向您当面道歉。窗口已放老花镜和大字办事单，值班长每天在大厅走动。',
    evasive: '窗口工作人员工作繁忙，请理解。',
  },
  {
    topic: '消防通道和隐患', kind: 'report', urgency: 'danger',
    words: '老百货大楼的消防通道被货架堵死了，楼上还住着人，前几天隔壁刚着过火，心里害怕。',
    summary: '老百货大楼消防通道被货物堵塞。',
    done: '两小时内到场，货架当天清走，通道门改为常开。商户被依法处罚，社区每周三夜查一次，连续三个月。',
    evasive: '已责令商户整改。',
  },
  {
    topic: '村组道路和路灯', kind: 'suggestion', urgency: 'ordinary',
    words: '山上两个组到镇卫生院要绕十二里，中间只差八百米没通，能不能修通，我们可以出工。',
    summary: '建议打通两个村民组至卫生院的八百米断头路。',
    done: '已现场测量，八百米需约三十二万元，列入明年春季“村民点单”项目，由村民会议投票排序，结果三月十日前公布。',
    evasive: '需统筹考虑全镇规划。',
  },
  {
    topic: '河流与污水', kind: 'report', urgency: 'ordinary',
    words: '河湾那里每到夜里就有白沫子，水有股酸味，鸭子死了十几只，白天来看又没有了。',
    summary: '河段夜间出现白色泡沫和异味，疑似偷排。',
    done: '连续三夜蹲守，查到一家豆制品作坊夜间直排，已查封排口并罚款。河湾每天取样一次，结果贴在村口，连测一个月。',
    evasive: '经现场查看未发现异常。',
  },
  {
    topic: '停电', kind: 'help', urgency: 'utility',
    words: '村西头一到晚上电压低得灯都发红，抽不上水，冰箱烧了两台，已经半个多月了。',
    summary: '村西片区夜间电压过低半个多月。',
    done: '变压器容量不够，已换二百千伏安的，今晚起电压正常。烧坏的两台冰箱按规定赔付，工作人员明天上门登记。',
    evasive: '用电高峰期电压波动属正常现象。',
  },
  {
    topic: '办事窗口', kind: 'praise', urgency: 'ordinary',
    words: '卫生院的值班医生半夜冒雨到我家给老母亲换药，分文没多收，还留了自己手机，真心谢谢。',
    summary: '表扬卫生院医生雨夜出诊。',
    done: '已把您的话转告本人和全院，谢谢您。',
    evasive: '谢谢您的表扬。',
  },
];
