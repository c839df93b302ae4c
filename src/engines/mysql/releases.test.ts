import { expect, test } from 'vitest';
import { dialectOf } from './flavour.ts';
import { doesAllOf } from './releases.ts';

test.each([
  ['8.0.36', '8.0', true],
  ['8.0.36', '8.0.20', true],
  ['8.0.36', '8.0.29', true],
  ['8.0.34', '8.0.36', true],
  ['8.0.20', '8.0.36', false],
  ['8.0.27', '8.0.28', false],
  ['8.0.20', '8.0', true],
  ['8.4.3', '8.0.36', true],
  ['8.0.36', '8.4', false],
  ['10.11.6-MariaDB', '10.11', true],
  ['10.11.6-MariaDB', '10.6', true],
  ['10.6.12-MariaDB', '10.11', false],
  ['8.4.3', '10.11', false],
  ['10.11.6-MariaDB', '8.0.20', false],
])('whether %s does what is written for %s: %s', (server, wanted, does) =>
  expect(doesAllOf(dialectOf(server), dialectOf(wanted))).toBe(does),
);
