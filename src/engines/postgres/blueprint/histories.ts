import type { Blueprint } from '../../../catalog/blueprint.ts';
import { quoteIdentifier } from '../quote.ts';
import { constraintName } from './checks.ts';

/** Triggers that write what values were, and from when on. */
export function histories({ histories: all = [] }: Blueprint): readonly string[] {
  return all.map((one) => {
    const routine = quoteIdentifier(constraintName([one.table], 'record'));
    const history = `public.${quoteIdentifier(one.table)}`;
    const [reference, key, from] = [one.reference, one.key, one.from].map(quoteIdentifier);
    const copied = [...one.columns, ...(one.tenant === undefined ? [] : [one.tenant])].map(quoteIdentifier);
    const into = (row: 'OLD' | 'NEW', moment: string) =>
      `INSERT INTO ${history} (${[reference, ...copied, from].join(', ')})\n    VALUES (${[key, ...copied].map((name) => `${row}.${name}`).join(', ')}, ${moment});`;
    const values = (row: 'OLD' | 'NEW') =>
      `(${one.columns.map((name) => `${row}.${quoteIdentifier(name)}`).join(', ')})`;
    const told = (row: 'OLD' | 'NEW') => one.needed.map((name) => `${row}.${quoteIdentifier(name)} IS NOT NULL`);
    const begun = one.begun === undefined ? "'-infinity'" : `OLD.${quoteIdentifier(one.begun)}`;
    const close =
      one.until === undefined
        ? ''
        : `\n  UPDATE ${history} SET ${quoteIdentifier(one.until)} = moment\n    WHERE ${reference} = NEW.${key} AND ${quoteIdentifier(one.until)} IS NULL;`;
    const insert = into('NEW', 'moment');
    const guarded =
      told('NEW').length === 0
        ? `  ${insert}`
        : `  IF ${told('NEW').join(' AND ')} THEN\n    ${insert.replace('\n', '\n  ')}\n  END IF;`;
    return `-- What ${one.columns.join(' and ')} of ${one.of} ${one.columns.length > 1 ? 'were' : 'was'} stays in ${one.table}, whatever the application does.
CREATE FUNCTION ${routine}() RETURNS trigger
  LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
  moment timestamptz;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF ${values('OLD')} IS NOT DISTINCT FROM ${values('NEW')} THEN
      RETURN NULL;
    END IF;
    -- A row that was there before this trigger.
    IF ${[...told('OLD'), `NOT EXISTS (SELECT FROM ${history} WHERE ${reference} = OLD.${key})`].join(' AND ')} THEN
      ${into('OLD', begun).replace('\n', '\n  ')}
    END IF;
  END IF;
  SELECT greatest(clock_timestamp(), max(${from}) + interval '1 microsecond') INTO moment
    FROM ${history} WHERE ${reference} = NEW.${key};${close}
${guarded}
  RETURN NULL;
END;
$$;

CREATE TRIGGER ${quoteIdentifier(constraintName([one.of, ...one.columns], 'history'))} AFTER INSERT OR UPDATE OF ${one.columns.map(quoteIdentifier).join(', ')} ON ${quoteIdentifier(one.of)}
  FOR EACH ROW EXECUTE FUNCTION ${routine}();`;
  });
}
