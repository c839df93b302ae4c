import { expect, test } from 'vitest';
import { disabled } from './sleeping-events.ts';

test.each([
  [
    'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a',
    'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM a',
    true,
  ],
  [
    "CREATE DEFINER=`x`@`%` EVENT IF NOT EXISTS `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE COMMENT 'ENABLE' DO SET @a = 1",
    "CREATE DEFINER=`x`@`%` EVENT IF NOT EXISTS `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE DISABLE COMMENT 'ENABLE' DO SET @a = 1",
    true,
  ],
  [
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'x' DO DO 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE COMMENT 'x' DO DO 1",
    true,
  ],
  ['ALTER EVENT e ENABLE', 'ALTER EVENT e DISABLE', true],
  [
    'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DO 1',
    'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DO 1',
    false,
  ],
])('%s', (sql, written, wasEnabled) => {
  expect(disabled(sql)).toEqual({ sql: written, name: 'e', wasEnabled });
});

test.each([
  'CREATE TABLE event (id int)',
  'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW SET @a = 1',
  'DROP EVENT e',
])('leaves %s as it is', (sql) => {
  expect(disabled(sql)).toBeUndefined();
});
