import { testSign } from '../../../test/sign.ts';
import { sign } from './not-in-subquery.ts';

const mail = `create table members (id int primary key, name text); create table blocked (member_id int);
  insert into members select n, 'm' || n from generate_series(1, 30000) n;
  insert into blocked select n * 3 from generate_series(1, 3000) n`;

testSign(sign, {
  says: {
    'a hashed list': {
      schema: mail,
      query: 'select count(*) from members where id not in (select member_id from blocked)',
      message: /hashed list of 3 000 values/,
      remedies: ['rewrite not-in-to-not-exists'],
    },
    'a list too large to be hashed': {
      schema: mail.replace('30000', '2000').replace('3000)', '6000)'),
      query: 'select count(*) from members where id not in (select member_id from blocked)',
      settings: { work_mem: '64kB' },
      message: /from end to end for each row \(/,
    },
  },
  silent: {
    'NOT EXISTS': {
      schema: mail,
      query: 'select count(*) from members m where not exists (select 1 from blocked b where b.member_id = m.id)',
    },
    IN: { schema: mail, query: 'select count(*) from members where id in (select member_id from blocked)' },
    'a list of constants': { schema: mail, query: 'select count(*) from members where id not in (1, 2, 3)' },
  },
});
