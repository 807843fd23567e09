/** What programs and people send that no page of ours asks for. Every value is text; requests put it wherever text can go. */
export const HOSTILE_TEXTS: readonly string[] = [
  '', ' ', '\u3000', '\0', 'a\0b', '\n', '\r\nSet-Cookie: x=1', '\uFEFF', '\u202E', '\uFFFD', '\uD800', '\u200B', 'e\u0301', '😀'.repeat(300), '龘'.repeat(12_000),
  '-1', '0', '1', '1.5', '1e309', 'NaN', 'Infinity', '0x10', '2147483648', '-2147483649', '9223372036854775808', '99999999999999999999999999', '１２３',
  'true', 'false', 'null', 'undefined', '[object Object]', '[]', '{}', '"', '\'', '`', '\\', '%', '%00', '%ff', '%c0%af', '+', '&', '=', ';', ',',
  '2026-02-30', '2026-13-01', '0000-00-00', '9999-99-99', '-0001-01-01', '22/11/2026', '2026-11-22T25:61:61Z', '+275760-09-13T00:00:00.001Z', 'tomorrow',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__',
  "' or '1'='1", "'; drop table cases; --", '$1', '$$', '\\x00', 'E\'\\\\\'', '{"$ne":null}', '(select pg_sleep(10))',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', '{{7*7}}', '${7*7}', '<!--', ']]>', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  '../../../../etc/passwd', '..\\..\\..', '/etc/passwd\0.jpg', 'file:///etc/passwd', 'http://127.0.0.1:5432/', '//evil.example/', '/\\evil.example', 'https://evil.example',
  '=cmd|\' /C calc\'!A0', '@SUM(1)', 'a'.repeat(300), 'a'.repeat(5_000), '(a+)+$', `${'a'.repeat(200)}!`,
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '000000000000', '123456789012', '0'.repeat(32), 'A'.repeat(43), 'zz', 'nowhere',
];

export const HOSTILE_NAMES: readonly string[] = [
  '', '__proto__', '__proto__[polluted]', 'constructor[prototype][polluted]', 'constructor', 'prototype', 'toString', 'a[]', 'a[b][c]', 'a.b', 'then', 'length', '0', '名字', 'x'.repeat(500), 'a\0', '$where',
];

export const CONTENT_TYPES: readonly string[] = [
  'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=gbk', 'application/x-www-form-urlencoded; charset=utf-8', 'application/json', 'application/json; charset=utf-16',
  'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary=b', 'multipart/mixed; boundary=b', 'text/plain', 'text/xml', 'application/xml', 'image/jpeg', 'application/octet-stream', 'nonsense', '/', ';', 'a/b/c', 'application/json, text/html',
];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** Bytes that are no UTF-8. */
export const BROKEN_BYTES: readonly Buffer[] = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe4, 0xb8], [0xf5, 0x80, 0x80, 0x80], [0xc4, 0xe3, 0xba, 0xc3], [0x00]].map((bytes) => Buffer.from(bytes));

export const LARGE_BYTES = 10_000_000;
