import { fingerprint } from 'libpg-query';
import { describe, expect, it } from 'vitest';
import { sqlLines } from './sql-lines.ts';
import { displayWidth } from './width.ts';

const statements = {
  index:
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS customers_email_key ON public.customers USING btree (lower(email)) INCLUDE (id, name) WHERE deleted_at IS NULL;',
  constraint:
    'ALTER TABLE public.orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers (id) ON DELETE RESTRICT NOT VALID;',
  quotes: `ALTER TABLE public."A  very   long name with    spaces in it, and ""quotes""" ADD CONSTRAINT c CHECK (status = ANY (ARRAY['on   hold  and  waiting', 'it''s done', 'x']));`,
  dollar:
    'CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  NEW.updated_at = now(); RETURN NEW; -- a long remark that goes on and on and on and on and on and on\n  -- another long remark that goes on and on, alone on its line of the body\nEND\n$body$;',
  comment:
    '-- it takes SHARE UPDATE EXCLUSIVE on public.orders only, so reads and writes go on while it is built\nCREATE INDEX i ON public.orders (id);',
  escapes: `INSERT INTO t VALUES (E'it\\'s   a    long   text    with    spaces', 'and \\', 'another   one    that   has   many   spaces');`,
  names:
    'ALTER TABLE public."line\nbreak  x" RENAME COLUMN "名前カラム名前カラム名前カラム名前カラム名前カラム" TO name_of_the_thing_that_is_meant;',
};

/** Fingerprints leave out constants: what stands in quotes is compared by itself. */
const quoted = (sql: string) => sql.match(/E'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|\$body\$[\s\S]*?\$body\$/g);

describe('SQL in lines', () => {
  it.each(Object.entries(statements))('%s means the same', async (_name, sql) => {
    for (const width of [30, 50, 66, 100]) {
      expect(await fingerprint(sqlLines(sql, width).join('\n'))).toBe(await fingerprint(sql));
      expect(quoted(sqlLines(sql, width).join('\n'))).toEqual(quoted(sql));
    }
  });

  it('fits the width where it may', () => {
    for (const sql of [statements.index, statements.constraint, statements.comment]) {
      for (const line of sqlLines(sql, 66)) expect(displayWidth(line)).toBeLessThanOrEqual(66);
    }
  });

  it('breaks before clauses and indents what follows', () => {
    expect(sqlLines(statements.constraint, 66)).toEqual([
      'ALTER TABLE public.orders ADD CONSTRAINT orders_customer_id_fkey',
      '    FOREIGN KEY (customer_id) REFERENCES public.customers (id)',
      '    ON DELETE RESTRICT NOT VALID;',
    ]);
  });

  it('breaks the body of a DO and what it executes, which nobody keeps, and no text in it', () => {
    const loop = `DO $batches$ -- by itself
BEGIN
  EXECUTE $piece$
  SELECT relvar_place, 'a   text   of   its   own' FROM public.orders, piece WHERE orders.id = piece.relvar_key_1 AND relvar_meant FOR UPDATE
    $piece$;
  PERFORM set_config('a.b', $text$a   text   that   is   kept   and   longer   than   a   line   of   the   page$text$, true);
END
$batches$;`;
    const lines = sqlLines(loop, 66);
    for (const line of lines.filter((line) => !line.includes('$text$')))
      expect(line.length, line).toBeLessThanOrEqual(66);
    const words = (text: string) => text.split(/\s+/);
    expect(words(lines.join('\n'))).toEqual(words(loop));
    expect(lines.join('\n')).toContain("'a   text   of   its   own'");
    expect(lines.join('\n')).toContain(
      '$text$a   text   that   is   kept   and   longer   than   a   line   of   the   page$text$',
    );
  });

  it('leaves what fits, and what stands in quotes, as it is', () => {
    expect(sqlLines('SELECT 1;', 20)).toEqual(['SELECT 1;']);
    expect(sqlLines(statements.quotes, 40).join('\n')).toContain(
      '"A  very   long name with    spaces in it, and ""quotes"""',
    );
    expect(sqlLines(statements.quotes, 40).join('\n')).toContain("'on   hold  and  waiting'");
  });
});
