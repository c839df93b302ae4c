import { expect, test } from 'vitest';
import { splitScript } from './load/split.ts';
import { ended } from './script-end.ts';

test.each([
  ["CREATE TABLE a (b int COMMENT 'one; two')", false],
  ['CREATE TABLE `a;b` (c int)', false],
  ['CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW BEGIN SET NEW.b = 1; END', true],
])('%s has a delimiter of its own where it needs one', (sql, delimited) => {
  const script = ended(sql);
  expect(script.startsWith('DELIMITER')).toBe(delimited);
  expect(splitScript(script, 'a.sql').parts.flatMap((part) => ('sql' in part ? [part.sql] : []))).toEqual([sql]);
});
