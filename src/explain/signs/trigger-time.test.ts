import { testSign } from '../../../test/sign.ts';
import { sign } from './trigger-time.ts';

const audit = `create table items (id int primary key, price int); create table log (item int, price int);
  insert into items select n, n from generate_series(1, 3000) n;
  create function note() returns trigger language plpgsql as $$ begin insert into log values (new.id, new.price); return new; end $$;
  create trigger note_price after update on items for each row execute function note()`;

testSign(sign, {
  says: {
    'a row at a time': {
      schema: audit,
      query: 'update items set price = price + 1',
      message: /trigger note_price on items ran 3 000 times/,
      remedies: ['advice Let note_price run once'],
    },
  },
  silent: {
    'one row': {
      schema: audit,
      after: 'update items set price = price where id = 1',
      query: 'update items set price = price + 1 where id = 5',
    },
    'foreign keys have signs of their own': {
      schema: `create table parents (id int primary key); create table children (id int, parent_id int references parents);
        insert into parents select generate_series(1, 3000)`,
      query: 'insert into children select n, n from generate_series(1, 3000) n',
    },
  },
});
