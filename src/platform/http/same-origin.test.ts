import { describe, expect, it } from 'vitest';
import { sameOrigin } from './same-origin.ts';

const HERE = 'https://hear.example.org';

function posted(headers: Record<string, string>): boolean {
  return sameOrigin({ method: 'POST', headers: { host: 'hear.example.org', ...headers } }, HERE);
}

describe('a request that changes something', () => {
  it.each([
    ['a page of ours', { 'sec-fetch-site': 'same-origin', origin: HERE }],
    ['the reader’s own bookmark', { 'sec-fetch-site': 'none' }],
    ['a page of ours in a browser without fetch metadata', { origin: HERE }],
    ['the same machine under the name it was asked by', { host: 'localhost:8080', origin: 'http://localhost:8080' }],
    ['a proxy that writes its own Host', { host: '10.0.0.7:8080', origin: HERE }],
    ['a program', {}],
  ])('is let in from %s', (_, headers) => {
    expect(posted(headers)).toBe(true);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site that claims no origin', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.org' }],
    ['another site in a browser without fetch metadata', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['the same name over plain http', { 'sec-fetch-site': 'cross-site', origin: 'http://hear.example.org' }],
    ['another port', { origin: 'https://hear.example.org:8443' }],
    ['an origin that is none', { origin: 'hear.example.org' }],
  ])('is kept out from %s', (_, headers) => {
    expect(posted(headers)).toBe(false);
  });

  it('is not the reader’s following of a link', () => {
    expect(sameOrigin({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } }, HERE)).toBe(true);
  });
});
