import { LOG_TABLES, MEDIA_TYPES, parseFileName, TABLE_NAMES, type FileFact, type Published, type Snapshot, type TableName } from '../../../slices/opendata/index.ts';
import type { Directory } from '../../../slices/units/index.ts';
import { currentAddress, monthAddress, schemaAddress } from './addresses.ts';
import { perLocale } from './csvw.ts';
import { wordsOfOpenData } from './messages.ts';

export type CatalogProps = {
  /** Absolute address of `/data`, of the place's home and of its record. */
  readonly data: string;
  readonly home: string;
  readonly record: string;
  readonly directory: Pick<Directory, 'code' | 'names' | 'rootDivision'>;
  readonly months: readonly Published[];
  /** Absent while none has been made. */
  readonly current?: Snapshot;
};

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', spdx: 'http://spdx.org/rdf/terms#', xsd: 'http://www.w3.org/2001/XMLSchema#',
  title: { '@id': 'dct:title' }, description: { '@id': 'dct:description' }, byteSize: { '@id': 'dcat:byteSize', '@type': 'xsd:nonNegativeInteger' },
  downloadURL: { '@id': 'dcat:downloadURL', '@type': '@id' }, accessURL: { '@id': 'dcat:accessURL', '@type': '@id' }, landingPage: { '@id': 'dcat:landingPage', '@type': '@id' },
  conformsTo: { '@id': 'dct:conformsTo', '@type': '@id' }, dataset: { '@id': 'dcat:dataset' }, distribution: { '@id': 'dcat:distribution' }, checksum: { '@id': 'spdx:checksum' },
};

/**
 * DCAT 3 as the application profile for European portals (DCAT-AP) asks for it: a data set for each table, a distribution for each
 * file, with size and SHA-256. Months never change; `current` bears no digest, because it does.
 */
export function catalogOf(props: CatalogProps): object {
  const { data, home, directory } = props;
  return {
    '@context': CONTEXT, '@id': `${data}/catalog.jsonld`, '@type': 'dcat:Catalog',
    title: perLocale((locale) => wordsOfOpenData(locale).catalogTitle(directory.names[locale])),
    description: perLocale((locale) => wordsOfOpenData(locale).catalogText),
    'dct:publisher': { '@id': home, '@type': 'foaf:Organization', 'foaf:name': perLocale((locale) => wordsOfOpenData(locale).publisher(directory.names[locale])) },
    'dct:language': ['zh', 'en'].map((code) => ({ '@id': `http://publications.europa.eu/resource/authority/language/${code === 'zh' ? 'ZHO' : 'ENG'}` })),
    'foaf:homepage': { '@id': data }, dataset: TABLE_NAMES.map((table) => dataSetOf(props, table)),
  };
}

function dataSetOf(props: CatalogProps, table: TableName): object {
  const { data, record, directory, months, current } = props;
  const isOfLog = LOG_TABLES.some((one) => one === table);
  const [first, last] = [months[0], months.at(-1)];
  return {
    '@id': `${data}#${table}`, '@type': 'dcat:Dataset', 'dct:identifier': `${directory.code}/${table}`,
    title: perLocale((locale) => wordsOfOpenData(locale).tables[table]), description: perLocale((locale) => wordsOfOpenData(locale).tableTexts[table]),
    landingPage: data, conformsTo: schemaAddress(data), ...(isOfLog ? { 'dct:source': { '@id': record } } : {}),
    'dct:spatial': { '@type': 'dct:Location', 'dct:identifier': directory.rootDivision.code, 'dct:title': perLocale((locale) => directory.names[locale]) },
    ...(isOfLog && first && last ? { 'dct:temporal': { '@type': 'dct:PeriodOfTime', 'dcat:startDate': { '@value': first.month, '@type': 'xsd:gYearMonth' }, 'dcat:endDate': { '@value': last.month, '@type': 'xsd:gYearMonth' } } } : {}),
    'dct:accrualPeriodicity': { '@id': 'http://publications.europa.eu/resource/authority/frequency/MONTHLY' },
    'dct:accessRights': { '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC' },
    distribution: [
      ...filesOf(current?.files ?? [], table).map((fact) => distribution(props, fact, currentAddress(data, table, fact.format), undefined)),
      ...months.flatMap((one) => filesOf(one.files, table).map((fact) => distribution(props, fact, monthAddress(data, one.month, fact.name), one))),
    ],
  };
}

type NamedFile = FileFact & NonNullable<ReturnType<typeof parseFileName>>;

function filesOf(files: readonly FileFact[], table: TableName): readonly NamedFile[] {
  return files.flatMap((fact) => {
    const named = parseFileName(fact.name);
    return named?.table === table ? [{ ...fact, ...named }] : [];
  });
}

function distribution({ data }: CatalogProps, { table, format, bytes, sha256 }: NamedFile, url: string, month: Published | undefined): object {
  return {
    '@id': url, '@type': 'dcat:Distribution', accessURL: data, downloadURL: url,
    title: perLocale((locale) => { const words = wordsOfOpenData(locale); return month ? words.monthTitle(words.tables[table], month.month) : words.tables[table]; }),
    'dcat:mediaType': { '@id': `http://www.iana.org/assignments/media-types/${MEDIA_TYPES[format].split(';', 1)[0] ?? ''}` },
    'dct:rights': { '@type': 'dct:RightsStatement', 'dct:description': perLocale((locale) => wordsOfOpenData(locale).terms) },
    // What is made anew every few minutes would not fit a size told before.
    ...(month ? { byteSize: bytes, checksum: { '@type': 'spdx:Checksum', 'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' }, 'spdx:checksumValue': { '@value': sha256, '@type': 'xsd:hexBinary' } } } : {}),
  };
}
