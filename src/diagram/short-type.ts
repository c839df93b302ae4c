import type { DataType } from '../catalog/type.ts';

const spoken: readonly (readonly [RegExp, string])[] = [
  [/^character varying/, 'varchar'],
  [/^character(?= ?\(|$)/, 'char'],
  [/^bit varying/, 'varbit'],
  [/^timestamp( ?\(\d+\))? with time zone/, 'timestamptz$1'],
  [/^timestamp( ?\(\d+\))? without time zone/, 'timestamp$1'],
  [/^time( ?\(\d+\))? with time zone/, 'timetz$1'],
  [/^time( ?\(\d+\))? without time zone/, 'time$1'],
  [/^double precision/, 'double'],
];

/** A type as people write it, without its schema: `varchar(50)`, `timestamptz`, `status[]`. */
export function shortType(type: DataType): string {
  const text = type.ref ? withoutSchema(type) : type.text;
  for (const [pattern, word] of spoken) if (pattern.test(text)) return text.replace(pattern, word);
  return text;
}

function withoutSchema({ text }: DataType): string {
  return /^(?:"(?:[^"]|"")*"|[^."]+)\.(.+)$/.exec(text)?.[1] ?? text;
}
