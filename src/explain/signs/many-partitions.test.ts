import { testSign } from '../../../test/sign.ts';
import { sign } from './many-partitions.ts';

const days = (count: number) => `create table log (id int, account int) partition by hash (id);
  do $$ begin for n in 0..${count - 1} loop
    execute format('create table log_%s partition of log for values with (modulus ${count}, remainder %s)', n, n);
  end loop; end $$;
  insert into log select n, n % 900 from generate_series(1, 20000) n`;

testSign(sign, {
  says: {
    hundreds: {
      schema: days(128),
      query: 'select * from log where account = 5',
      message: /opens 128 partitions, which took/,
    },
  },
  silent: {
    'a dozen': { schema: days(12), query: 'select * from log where account = 5' },
    pruned: { schema: days(128), query: 'select * from log where id = 5' },
  },
});
