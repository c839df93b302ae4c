import { describe, expect, it } from 'vitest';
import { textOfParts } from '../catalog/text-parts.ts';
import { scriptParts } from '../engines/postgres/blueprint/parts.ts';
import { merge } from './merge.ts';
import { paragraphParts } from './paragraphs.ts';

const users = `-- Shop
-- Written for a test.

CREATE TABLE users (
  id bigint NOT NULL, -- known by it
  active boolean NOT NULL DEFAULT false,
  name varchar(200),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE users IS 'People’s accounts.';
COMMENT ON COLUMN users.name IS 'How they are called.';

-- For: users by name.
CREATE INDEX users_name_idx ON users (name);

CREATE TABLE notes (
  id bigint
);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NEW; -- not the end;
END;
$$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
`;

const merged = async (own: string, other: string, refused?: readonly string[]) => {
  const [a, b, c] = await Promise.all([users, own, other].map(scriptParts));
  if (!a || !b || !c) throw new Error('three texts');
  return merge(a, b, c, new Set(refused));
};
const withColumn = (text: string, behind: string, column: string) => text.replace(behind, `${behind}\n  ${column}`);

describe('the parts of a script', () => {
  it('are all of it, known by what they make', async () => {
    const parts = await scriptParts(users);
    expect(textOfParts(parts)).toBe(users);
    expect(parts.parts.map((one) => one.key)).toEqual([
      'table users',
      'comment on table users',
      'comment on column users.name',
      'index users_name_idx',
      'table notes',
      'function touch(0)',
      'trigger users_touch on users',
    ]);
    expect(parts.parts[0]?.inner?.parts.map((one) => one.key)).toEqual([
      'column id',
      'column active',
      'column name',
      'constraint users_pkey',
    ]);
  });
});

describe('merge', () => {
  it('takes what one side alone changed', async () => {
    const own = withColumn(users, 'DEFAULT false,', 'points integer,');
    expect((await merged(own, users)).text).toBe(own);
    expect((await merged(users, own)).text).toBe(own);
    expect((await merged(own, own)).text).toBe(own);
  });

  it('keeps a line that was changed by hand beside one that is new', async () => {
    const own = users.replace('DEFAULT false,', 'DEFAULT true,\n  points integer NOT NULL DEFAULT 0,');
    const other = withColumn(users, 'DEFAULT false,', 'birthday date,').replace(
      'COMMENT ON COLUMN',
      "COMMENT ON COLUMN users.birthday IS 'When.';\nCOMMENT ON COLUMN",
    );
    const { text, conflicts } = await merged(own, other);
    expect(conflicts).toEqual([]);
    expect(text).toContain('active boolean NOT NULL DEFAULT true,');
    expect(text).toContain('points integer NOT NULL DEFAULT 0,');
    expect(text).toContain('birthday date,');
    expect(text).toContain('users.birthday IS');
  });

  it('takes both of what was appended', async () => {
    const { text, conflicts } = await merged(
      `${users}CREATE INDEX mine ON users (active);\n`,
      `${users}CREATE TRIGGER notes_touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch();\n`,
    );
    expect(conflicts).toEqual([]);
    expect(text).toContain('CREATE INDEX mine');
    expect(text).toContain('CREATE TRIGGER notes_touch');
  });

  it('keeps a last column that was added by hand, with its comment, beside a new one', async () => {
    const { text } = await merged(
      users.replace('  id bigint\n);', '  id bigint,\n  body text -- by hand\n);'),
      users.replace('  id bigint\n);', '  id bigint,\n  done boolean\n);'),
    );
    expect(text).toContain('  id bigint,\n  body text, -- by hand\n  done boolean\n);');
  });

  it('keeps what the hand wrote where both changed the same, and tells what was wanted', async () => {
    const own = users.replace('name varchar(200)', 'name text');
    const { text, conflicts } = await merged(own, users.replace('name varchar(200)', 'name varchar(100)'));
    expect(text).toBe(own);
    expect(conflicts).toEqual([{ line: 7, part: 'table users: column name', wanted: 'name varchar(100)' }]);
  });

  it('keeps a changed table that was to go, with what goes with it', async () => {
    const own = withColumn(users, 'DEFAULT false,', 'points integer,');
    const { text, conflicts } = await merged(
      own,
      '-- Shop\n-- Written for a test.\n\nCREATE TABLE notes (\n  id bigint\n);\n',
    );
    expect(conflicts).toEqual([{ line: 4, part: 'table users' }]);
    expect(text).toContain('CREATE INDEX users_name_idx');
    expect(text).toContain('points integer');
    expect(text).not.toContain('CREATE FUNCTION');
  });

  it('leaves away what the hand took away', async () => {
    const own = users.replace('-- For: users by name.\nCREATE INDEX users_name_idx ON users (name);\n\n', '');
    const { text, conflicts } = await merged(own, withColumn(users, 'DEFAULT false,', 'birthday date,'));
    expect(text).not.toContain('users_name_idx');
    expect(text).toContain('birthday');
    expect(conflicts).toEqual([]);
  });

  it('knows whose a line is, and leaves refused parts as the hand has them', async () => {
    const other = users.replace('ON users (name);', 'ON users (name, active);');
    const own = users.replace('name varchar(200)', 'name text');
    const first = await merged(own, other);
    const line = first.text.split('\n').findIndex((one) => one.startsWith('CREATE INDEX')) + 1;
    expect(first.partAt(line)).toEqual({ key: 'index users_name_idx', byHand: false });
    expect(first.partAt(5)).toEqual({ key: 'table users', byHand: true });
    const { text, conflicts } = await merged(own, other, ['index users_name_idx']);
    expect(text).toBe(own);
    expect(conflicts).toEqual([expect.objectContaining({ part: 'index users_name_idx', line })]);
  });
});

describe('a script of which no parser tells the parts', () => {
  const script =
    "-- Shop\n\nCREATE TABLE `users` (\n  `id` bigint NOT NULL,\n  `name` varchar(200),\n  PRIMARY KEY (`id`)\n) COMMENT 'People';\n\nCREATE INDEX users_name_idx ON users (name);\n";

  it('is merged by paragraphs, and tables by lines', async () => {
    const own = `${script.replace('varchar(200)', 'varchar(100)')}\nCREATE INDEX mine ON users (id, name);\n`;
    const other = script.replace('varchar(200),', 'varchar(200),\n  `birthday` date,');
    const [a, b, c] = await Promise.all([script, own, other].map(paragraphParts));
    if (!a || !b || !c) throw new Error('three texts');
    expect(textOfParts(a)).toBe(script);
    expect(merge(a, b, c)).toMatchObject({
      conflicts: [],
      text: own.replace('varchar(100),', 'varchar(100),\n  `birthday` date,'),
    });
  });
});
