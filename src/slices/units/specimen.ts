import type { CountryDays } from './parse-calendar.ts';
import type { LibraryDivision } from './parse-places.ts';
import { parseJurisdiction, type FileName, type FolderTexts, type Libraries, type SharedFileName } from './parse.ts';
import { directoryOf, type Directory } from './directory.ts';
import { LIMIT_NAMES } from './vocabulary.ts';

/** A small invented place as the texts of its files, for tests: nothing is read from disk. */
export const SPECIMEN: Readonly<Record<FileName, string>> = {
  'jurisdiction.yaml': `code: specimen
names: {zh: 样板县, en: Specimen}
zone: Asia/Shanghai
locale: zh
level: county
origin: specimen.invalid/minsheng
publicWords: consent
intakeUnit: intake
outsideUnit: outside
emergencyNumbers:
  - {number: "110", names: {zh: 报警, en: police}}
`,
  'divisions.yaml': `divisions:
  - {code: SC, names: {zh: 样板县, en: Specimen}, level: county}
  - {code: SC1, names: {zh: 东镇, en: East}, level: town, parent: SC}
  - {code: SC11, names: {zh: 东村, en: East Village}, level: village, parent: SC1}
  - {code: SC2, names: {zh: 西镇, en: West}, level: town, parent: SC}
`,
  'units.yaml': `units:
  - {id: government, names: {zh: 政府, en: Government}, level: county, divisions: [SC], territorial: true}
  - {id: intake, names: {zh: 受理, en: Intake}, level: county, parent: government}
  - {id: works, names: {zh: 工程局, en: Works}, level: county, parent: government, to: 2026-07-01}
  - {id: roads, names: {zh: 道路局, en: Roads}, level: county, parent: government, from: 2026-07-01, predecessor: works}
  - {id: road-team, names: {zh: 养护队, en: Road Team}, level: county, parent: roads, superior: government}
  - {id: schools, names: {zh: 教育局, en: Schools}, level: county, parent: government}
  - {id: prices, names: {zh: 价格局, en: Prices}, level: county, parent: government}
  - {id: town-east, names: {zh: 东镇, en: East}, level: town, parent: government, divisions: [SC1], territorial: true}
  - {id: outside, names: {zh: 上级组, en: Outside}, level: county, outside: true}
`,
  'posts.yaml': `posts:
  - id: head
    unit: government
    names: {zh: 县长, en: Head}
    leading: true
    terms:
      - {holder: {zh: 程甲, en: Cheng Jia}, from: 2021-01-01, to: 2026-03-01}
      - {holder: {zh: 范乙, en: Fan Yi}, from: 2026-03-01}
  - {id: clerk, unit: schools, names: {zh: 科员, en: Clerk}}
  - {id: inspector, unit: outside, names: {zh: 督查员, en: Inspector}}
`,
  'topics.yaml': `topics:
  - code: street
    names: {zh: 街道, en: Streets}
    children:
      - code: road
        names: {zh: 道路, en: Roads}
        hint: {zh: 坑洼, en: Holes}
        synonyms: {zh: [坑], en: [pothole]}
        children:
          - {code: bridge, names: {zh: 桥, en: Bridges}, flags: [danger]}
  - code: school
    names: {zh: 学校, en: Schools}
    children:
      - {code: fees, names: {zh: 收费, en: Fees}, vitalInterest: fees}
  - {code: other, names: {zh: 其他, en: Other}}
`,
  'dispatch.csv': `id,division,topic,kind,lead,assisting,zh,en,from,to
street,,street,,place,,街道归属地,Streets belong to the place,,
road,,street.road,,works,place,道路归工程局,Roads belong to Works,,
road-east,SC1,street.road,,place,roads,东镇自管道路,East keeps its roads,2026-09-01,
school,,school,,schools,,学校归教育局,Schools,,
any-conduct,,,conduct,government,,作风归政府,Conduct,,
`,
  'vital-interests.yaml': `classes:
  - {code: fees, leadPost: head, leadUnit: prices, interestedUnits: [schools]}
`,
  'calendar.yaml': `country: cn
weekdays: [mon, tue, wed, thu, fri]
hours: ["08:30-12:00", "14:00-17:30"]
`,
  'limits.yaml': `include: shared
limits:
  - {id: answer-question, limit: answer, kind: question, amount: 1, unit: working-days}
  - {id: answer-danger, limit: answer, urgency: danger, amount: 2, unit: calendar-hours}
  - {id: answer-road, limit: answer, topic: street.road, amount: 3, unit: working-days}
  - {id: sign-town, limit: sign, level: town, amount: 4, unit: working-hours}
`,
  'roles.yaml': `roles:
  - {code: handler, names: {zh: 承办, en: handler}, reach: unit, permissions: [case.sign, case.answer]}
  - {code: call-back-officer, names: {zh: 回访, en: call-backs}, reach: jurisdiction, permissions: [call-back.record]}
  - {code: system-admin, names: {zh: 系统, en: systems}, reach: jurisdiction, permissions: [system.configure, account.invite, account.suspend]}
  - {code: security-admin, names: {zh: 安全, en: security}, reach: jurisdiction, permissions: [account.grant]}
  - {code: audit-admin, names: {zh: 审计, en: audit}, reach: jurisdiction, permissions: [audit.read]}
separations:
  - roles: [handler, call-back-officer]
  - roles: [system-admin, security-admin, audit-admin]
`,
  'profile.yaml': `combined:
  - {roles: [system-admin, audit-admin], reason: {zh: 全县只有一名信息化人员, en: the county has one engineer}}
borrowed:
  - {act: call-back, unit: outside, post: inspector}
`,
};

export const SPECIMEN_SHARED: Readonly<Record<SharedFileName, string>> = {
  'levels.yaml': `levels:
  - {code: village, names: {zh: 村, en: village}}
  - {code: town, names: {zh: 镇, en: town}}
  - {code: county, names: {zh: 县, en: county}}
`,
  'calendar.yaml': SPECIMEN['calendar.yaml'],
  'limits.yaml': `limits:\n${LIMIT_NAMES.map((limit) => `  - {id: ${limit}, limit: ${limit}, amount: 7, unit: working-days}\n`).join('')}`,
  'roles.yaml': SPECIMEN['roles.yaml'],
  'vital-interests.yaml': `classes:
  - code: fees
    names: {zh: 乱收费, en: unlawful fees}
    explanation: {zh: 违规收钱, en: money taken against the rules}
    evidencePrompts:
      - {zh: 收据, en: the receipt}
    clock:
      answer: {amount: 5, unit: working-days}
    sealedByDefault: true
`,
};

/** National Day 2026 as the State Council announced it: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked. */
const NATIONAL_DAY: CountryDays = {
  version: 'cn specimen 2026',
  holidays: ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`),
  makeUpDays: ['2026-09-20', '2026-10-10'],
};

const CODES: readonly LibraryDivision[] = [
  { code: '990200', name: '某市', level: 'prefecture' },
  { code: '990201', name: '某县', level: 'county', parent: '990200' },
];

export const SPECIMEN_LIBRARIES: Libraries = {
  divisions: (root, depth) => CODES.filter((row) => row.code === root || (depth > 0 && row.parent === root)),
  calendars: () => NATIONAL_DAY,
};

/** The specimen's texts with some of them replaced; undefined leaves a file out. */
export function specimenTexts(own: Partial<Record<FileName, string | undefined>> = {}, shared: Partial<Record<SharedFileName, string | undefined>> = {}): FolderTexts {
  return { own: sources({ ...SPECIMEN, ...own }, ''), shared: sources({ ...SPECIMEN_SHARED, ...shared }, '_shared/') };
}

function sources(texts: Readonly<Record<string, string | undefined>>, prefix: string) {
  const present = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([name, text]) => [name, { name: prefix + name, text }]));
}

/** Throws with the mistakes when the replaced texts are not right. */
export function specimenDirectory(own: Partial<Record<FileName, string | undefined>> = {}): Directory {
  const { content, mistakes } = parseJurisdiction(specimenTexts(own), SPECIMEN_LIBRARIES);
  if (!content) throw new Error(JSON.stringify(mistakes, undefined, 1));
  return directoryOf(content, 1);
}
