import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { designOfBrief } from './design-of.ts';
import { judgeBrief } from './judge.ts';
import { readBrief } from './read.ts';

const judged = (text: string) => {
  const read = readBrief(text, 'brief.yaml');
  return judgeBrief(designOfBrief(read, domains), read.brief);
};
const whats = (text: string) => judged(text).remarks.map((one) => `${one.priority} ${one.at}: ${one.what}`);

/** Each case: what is wrong, told; the same put right, not told. */
describe.each<[string, string, string, RegExp]>([
  [
    'volumes that cannot be',
    'entities:\n  user: {rows: 10, attributes: [email]}\n  order: {rows: 1B, attributes: [placed_at], references: [user]}',
    'entities:\n  user: {rows: 10M, attributes: [email]}\n  order: {rows: 1B, attributes: [placed_at], references: [user]}',
    /^P1 order: .*100,000,000 for each/,
  ],
  [
    'more than one to one',
    'entities:\n  user: {rows: 10, attributes: [email]}\n  profile: {rows: 20, attributes: [bio], references: {user: {one: true}}}',
    'entities:\n  user: {rows: 10, attributes: [email]}\n  profile: {rows: 9, attributes: [bio], references: {user: {one: true}}}',
    /^P1 profile: At most one/,
  ],
  [
    'money in no currency',
    'entities:\n  sale: {attributes: {total: money}}',
    'entities:\n  sale: {attributes: {total: money, currency: currency}}',
    /^P1 sale\.total: .*currency/,
  ],
  [
    'all rows at once',
    'entities:\n  log: {rows: 5M, attributes: [message]}\naccess:\n  - {about: all, of: log}',
    'entities:\n  log: {rows: 5M, attributes: [message]}\naccess:\n  - {about: all, of: log, order: [created_at desc], limit: 50}',
    /^P1 log: all: It returns all 5,000,000/,
  ],
  [
    'pages in no order',
    'entities:\n  log: {attributes: [message]}\naccess:\n  - {about: some, of: log, limit: 50}',
    'entities:\n  log: {attributes: [message]}\naccess:\n  - {about: some, of: log, order: [id], limit: 50}',
    /^P2 log: some: It takes 50 rows in no order/,
  ],
  [
    'sums of everything',
    'entities:\n  sale: {rows: 5M, attributes: [kind]}\naccess:\n  - {about: per kind, of: sale, summary: {group_by: [kind]}, goal_ms: 50}',
    'entities:\n  sale: {rows: 5M, attributes: [kind]}\naccess:\n  - {about: per kind, of: sale, range: created_at, summary: {group_by: [kind]}}',
    /^P1 sale: per kind: It adds up all 5,000,000 rows each time, within 50 ms/,
  ],
  [
    'growth without end',
    'entities:\n  event: {rows: 100M, append_only: true, attributes: [kind]}',
    'entities:\n  event: {rows: 100M, append_only: true, attributes: [kind], retention: {by: created_at, months: 13}}',
    /^P1 event: 100,000,000 rows/,
  ],
  [
    'a table outside of the tenants',
    'tenants: company\nentities:\n  company: {attributes: [name]}\n  note: {attributes: [body]}',
    'tenants: company\nentities:\n  company: {attributes: [name]}\n  note: {attributes: [body], references: [company]}',
    /^P1 note: No reference leads/,
  ],
  [
    'persons without a law',
    'entities:\n  person: {attributes: {email: {type: email, personal: true, unique: true}}}',
    'compliance: [GDPR]\nentities:\n  person: {attributes: {email: {type: email, personal: true, unique: true}}}',
    /^P2 person: They hold data of persons/,
  ],
  [
    'a cycle of mandatory references',
    'entities:\n  a: {attributes: [name], references: [b]}\n  b: {attributes: [name], references: [a]}\n  c: {attributes: [name], references: [a]}',
    'entities:\n  a: {attributes: [name], references: [b]}\n  b: {attributes: [name], references: {a: "a?"}}\n  c: {attributes: [name], references: [a]}',
    /^P0 a, b: Each must refer/,
  ],
  [
    'a delete that reaches far',
    'entities:\n  site: {rows: 10, attributes: [name]}\n  hit: {rows: 50M, attributes: [path], references: {site: {on_delete: cascade}}, retention: {by: created_at, months: 3}}',
    'entities:\n  site: {rows: 10, attributes: [name]}\n  hit: {rows: 50M, attributes: [path], references: {site: {on_delete: restrict}}, retention: {by: created_at, months: 3}}',
    /^P1 site: Deleting one row deletes about 5,000,000/,
  ],
  [
    'too many connections',
    'load: {connections: 5000}\nentities:\n  a: {attributes: [name]}',
    'load: {connections: 50}\nentities:\n  a: {attributes: [name]}',
    /^P1 load: 5,000 connections/,
  ],
  [
    'the same thing twice',
    'entities:\n  tool: {attributes: [name]}',
    'entities:\n  tool: {attributes: [name], unique: [[name]]}',
    /^P2 tool: Nothing but its number/,
  ],
  [
    'queries into what is open-ended',
    'entities:\n  item: {attributes: {props: json}}\naccess:\n  - {about: by props, of: item, equal: [props]}',
    'entities:\n  item: {attributes: {props: json, kind: text}}\naccess:\n  - {about: by kind, of: item, equal: [kind]}',
    /^P1 item\.props: It is open-ended/,
  ],
])('%s', (_, wrong, right, told) => {
  it('is told', () => expect(whats(wrong)).toContainEqual(expect.stringMatching(told)));
  it('is not told once it is right', () => expect(whats(right).filter((one) => told.test(one))).toEqual([]));
});

it('asks for the facts that decide, the critical ones first', () => {
  const { missing } = judged('entities: {customer: null, order: null, order_item: null}');
  expect(missing.slice(0, 2).map((one) => one.critical)).toEqual([true, true]);
  expect(missing.map((one) => one.question).join('\n')).toMatch(/How many rows[\s\S]*How is the data read/);
  const complete = judged(
    'engine: postgresql 17\nload: {connections: 50, reads_per_write: 10}\ngoal_ms: 50\nentities:\n  tool: {rows: 10k, growth_per_year: 2, attributes: [name], unique: [[name]]}\naccess:\n  - {about: the tool of a name, of: tool, equal: [name], limit: 1, per_hour: 100}',
  );
  expect(complete.missing).toEqual([]);
  expect(complete.remarks).toEqual([]);
});

it('is less sure where the library supposes the numbers', () => {
  const supposed = judged('entities: {customer: null, order: null}\naccess:\n  - {about: all orders, of: order}');
  expect(supposed.remarks.find((one) => one.at === 'order: all orders')?.confidence).toBe(4);
  const said = judged('entities: {customer: 1M, order: 50M}\naccess:\n  - {about: all orders, of: order}');
  expect(said.remarks.find((one) => one.at === 'order: all orders')?.confidence).toBe(8);
});
