import { defineMessages } from '../../platform/i18n/index.ts';

type Counts = { readonly topics: number; readonly places: number; readonly units: number };

export const draftMessages = defineMessages({
  zh: {
    whole: '全域', government: '政府', intake: '受理中心', mostRows: '多数行如此',
    calendar: '周一至周五九点到五点，没有节假日：请补上（holidays: [2027-01-01, ...]），或改为 country: cn。',
    usage: '用法：minsheng units draft 文件 --map 映射.json --code 地区代码 --into 文件夹 [--name 名称] [--public-words consent|always]',
    badCode: (code: string) => `“${code}”不能作地区代码。请用两个以上的小写字母、数字和连字符，例如 linjiang。`,
    notEmpty: (folder: string) => `“${folder}”里已经有文件。请换一个新的文件夹，以免改过的文件被覆盖。`,
    tooMany: (max: number) => `不同的事项、地点和单位超过 ${String(max)} 个。大概有一列是自由填写的文字：请在映射里换成分类的列。`,
    drafted: (folder: string, { topics, places, units }: Counts) => `已写到 ${folder}：${String(topics)} 个事项、${String(places)} 个地点、${String(units)} 个单位。先看一遍、改一遍，再装入。`,
    next: (folder: string, file: string, code: string, map: string) => `接下来：\n  minsheng units check ${folder}\n  minsheng units load ${folder}\n  minsheng import ${file} --jurisdiction ${code} --map ${map}`,
  },
  en: {
    whole: 'the whole', government: 'Government', intake: 'Intake centre', mostRows: 'as in most rows',
    calendar: 'Monday to Friday from nine to five, without a holiday: add yours (holidays: [2027-01-01, ...]), or take "country: cn".',
    usage: 'Usage: minsheng units draft FILE --map MAP.json --code CODE --into FOLDER [--name NAME] [--public-words consent|always]',
    badCode: (code: string) => `"${code}" cannot be the code of a jurisdiction. Use two or more lower-case letters, digits and hyphens, such as linjiang.`,
    notEmpty: (folder: string) => `There are files in "${folder}" already. Name a new folder, so that none of them is written over.`,
    tooMany: (max: number) => `There are more than ${String(max)} different topics, places and units. One of the columns is probably free text: name a column of classes in the map instead.`,
    drafted: (folder: string, { topics, places, units }: Counts) => `Written to ${folder}: ${String(topics)} topics, ${String(places)} places, ${String(units)} units. Read them and correct them before they are loaded.`,
    next: (folder: string, file: string, code: string, map: string) => `Then:\n  minsheng units check ${folder}\n  minsheng units load ${folder}\n  minsheng import ${file} --jurisdiction ${code} --map ${map}`,
  },
});
