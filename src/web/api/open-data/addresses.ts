import { fileName, type Format, type TableName } from '../../../slices/opendata/index.ts';

/** Addresses of the files, below a place's own `/data`. */
export function currentAddress(data: string, table: TableName, format: Format): string {
  return `${data}/current/${fileName(table, format)}`;
}

export function monthAddress(data: string, month: string, name: string): string {
  return `${data}/${month}/${name}`;
}

export function catalogAddress(data: string): string {
  return `${data}/catalog.jsonld`;
}

export function schemaAddress(data: string): string {
  return `${data}/schema.json`;
}
