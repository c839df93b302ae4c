import { expect, test } from 'vitest';
import { attachedComment, bond, firing, ownersRight, rowType, securityLabel, statisticsTarget } from './attached.ts';
import { membership, publicationSetting } from './publications.ts';

const table = { schema: 'public', name: 'Odd "one"' };
const reference = { kind: 'table', ...table } as const;
const index = { kind: 'index', name: 'i', of: table } as const;

test.each([
  [
    firing('RULE', table, 'r', { state: 'A', usual: 'O' }),
    'ALTER TABLE public."Odd ""one""" ENABLE ALWAYS RULE r',
    'ALTER TABLE public."Odd ""one""" ENABLE RULE r',
  ],
  [
    statisticsTarget(index, '500', 2),
    'ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS 500',
    'ALTER INDEX public.i ALTER COLUMN 2 SET STATISTICS -1',
  ],
  [
    bond(index, 'x y'),
    'ALTER INDEX public.i DEPENDS ON EXTENSION "x y"',
    'ALTER INDEX public.i NO DEPENDS ON EXTENSION "x y"',
  ],
  [
    securityLabel(reference, 'dummy', "it's"),
    `SECURITY LABEL FOR dummy ON TABLE public."Odd ""one""" IS 'it''s'`,
    'SECURITY LABEL FOR dummy ON TABLE public."Odd ""one""" IS NULL',
  ],
  [
    rowType(table, 'public.t'),
    'ALTER TABLE public."Odd ""one""" OF public.t',
    'ALTER TABLE public."Odd ""one""" NOT OF',
  ],
  [
    attachedComment({ constraint: 'c', on: { kind: 'type', schema: 'public', name: 'd', form: 'domain' } }, 'x'),
    `COMMENT ON CONSTRAINT c ON DOMAIN public.d IS 'x'`,
    'COMMENT ON CONSTRAINT c ON DOMAIN public.d IS NULL',
  ],
  [
    ownersRight(reference, 'select'),
    'REVOKE SELECT ON TABLE public."Odd ""one""" FROM',
    'GRANT SELECT ON TABLE public."Odd ""one""" TO',
  ],
  [
    membership('p q', { table, columns: ['a', 'B'], condition: '(a > 0)' }),
    'ALTER PUBLICATION "p q" ADD TABLE ONLY public."Odd ""one""" (a, "B") WHERE ((a > 0))',
    'ALTER PUBLICATION "p q" DROP TABLE ONLY public."Odd ""one"""',
  ],
  [
    publicationSetting('p', 'publish', 'insert'),
    `ALTER PUBLICATION p SET (publish = 'insert')`,
    `ALTER PUBLICATION p SET (publish = 'insert, update, delete, truncate')`,
  ],
])('sets %j', (setting, definition, undo) => {
  expect(setting).toEqual({ definition, undo });
});
