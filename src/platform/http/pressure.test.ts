import { describe, expect, it } from 'vitest';
import { CALM_MAX, createPressure, WAIT_MS_MAX } from './pressure.ts';

const SECRET = new Uint8Array(32).fill(7);
const START = Date.UTC(2026, 10, 27, 8);

function pressed() {
  const clock = { at: START };
  return { clock, pressure: createPressure(SECRET, () => clock.at) };
}

describe('pressure', () => {
  it('is on for a network that sends more than people there would, and off again after its time', () => {
    const { clock, pressure } = pressed();
    for (let sent = 0; sent < CALM_MAX.network; sent += 1) {
      expect(pressure.isOn('198.51.100.7')).toBe(false);
      pressure.note('198.51.100.7');
    }
    expect([pressure.isOn('198.51.100.7'), pressure.isOn('198.51.100.8')]).toEqual([true, false]);
    clock.at += 10 * 60_000;
    expect(pressure.isOn('198.51.100.7')).toBe(false);
  });

  it('is on for a neighbourhood of addresses of which none sends much', () => {
    const { pressure } = pressed();
    for (let sent = 0; sent < CALM_MAX.prefix; sent += 1) pressure.note(`2001:db8:7:${sent.toString(16)}::1`);
    expect([pressure.isOn('2001:db8:7:ffff::1'), pressure.isOn('2001:db8:8::1')]).toEqual([true, false]);
  });

  it('never counts this machine itself', () => {
    const { pressure } = pressed();
    for (let sent = 0; sent < 100; sent += 1) pressure.note('127.0.0.1');
    expect(pressure.isOn('127.0.0.1')).toBe(false);
  });
});

describe('a ticket', () => {
  it('comes to its turn after the ones before it, and nobody waits longer than the longest', () => {
    const { clock, pressure } = pressed();
    const waits = Array.from({ length: 12 }, () => pressure.waitMs(pressure.ticket('198.51.100.7', 'a'), 'a') ?? 0);
    expect(waits.slice(0, 3)).toEqual([8_000, 16_000, 24_000]);
    expect(Math.max(...waits)).toBe(WAIT_MS_MAX);
    expect([...waits].sort((one, other) => one - other)).toEqual(waits);
    const ticket = pressure.ticket('203.0.113.1', 'b');
    expect(pressure.waitMs(ticket, 'b')).toBe(8_000);
    clock.at += 8_000;
    expect(pressure.waitMs(ticket, 'b')).toBe(0);
  });

  it('is good for one form, cannot be made, changed or moved forward', () => {
    const { clock, pressure } = pressed();
    const ticket = pressure.ticket('198.51.100.7', 'a');
    const [due = '', mac = ''] = ticket.split('.');
    for (const forged of [undefined, '', 'x', `${START.toString(36)}.${mac}`, `${due}.${'A'.repeat(22)}`, `${due}.${mac}x`, createPressure(new Uint8Array(32), () => clock.at).ticket('198.51.100.7', 'a')]) {
      expect(pressure.waitMs(forged, 'a')).toBeUndefined();
    }
    expect(pressure.waitMs(ticket, 'b')).toBeUndefined();
    expect(pressure.waitMs(ticket, 'a')).toBe(8_000);
    expect(ticket).not.toMatch(/198|51/);
  });
});
