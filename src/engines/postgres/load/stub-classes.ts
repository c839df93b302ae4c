import { quoteName, quoteText } from './head.ts';
import { markClass, stubMark, type TypeName, typeSql } from './stub-sql.ts';

/** What an operator class must bring along so that an empty index of the method can be made: number, parameters, result, code. */
type SupportFunction = readonly [
  number: number,
  parameters: (type: string) => string,
  result: string,
  implementation: string,
];

const support: Readonly<Record<string, readonly SupportFunction[]>> = {
  btree: [[1, (type) => `${type}, ${type}`, 'integer', 'byteacmp']],
  hash: [[1, (type) => type, 'integer', 'hashvarlena']],
  gist: [
    [1, (type) => `internal, ${type}, smallint, oid, internal`, 'boolean', 'gist_box_consistent'],
    [2, () => 'internal, internal', 'box', 'gist_box_union'],
    [5, () => 'internal, internal, internal', 'internal', 'gist_box_penalty'],
    [6, () => 'internal, internal', 'internal', 'gist_box_picksplit'],
    [7, () => 'box, box, internal', 'internal', 'gist_box_same'],
  ],
  gin: [
    [1, () => 'text, text', 'integer', 'bttextcmp'],
    [2, (type) => `${type}, internal`, 'internal', 'ginarrayextract'],
    [
      3,
      (type) => `${type}, internal, smallint, internal, internal, internal, internal`,
      'internal',
      'ginqueryarrayextract',
    ],
    [
      4,
      (type) => `internal, smallint, ${type}, integer, internal, internal, internal, internal`,
      'boolean',
      'ginarrayconsistent',
    ],
  ],
  brin: [
    [1, () => 'internal', 'internal', 'brin_minmax_opcinfo'],
    [2, () => 'internal, internal, internal, internal', 'boolean', 'brin_minmax_add_value'],
    [3, () => 'internal, internal, internal', 'boolean', 'brin_minmax_consistent'],
    [4, () => 'internal, internal, internal', 'boolean', 'brin_minmax_union'],
  ],
  spgist: [
    [1, () => 'internal, internal', 'void', 'spg_text_config'],
    [2, () => 'internal, internal', 'void', 'spg_text_choose'],
    [3, () => 'internal, internal', 'void', 'spg_text_picksplit'],
    [4, () => 'internal, internal', 'void', 'spg_text_inner_consistent'],
    [5, () => 'internal, internal', 'boolean', 'spg_text_leaf_consistent'],
  ],
};
const stored: Readonly<Record<string, string>> = { gist: 'box', gin: 'text' };

/**
 * An operator class with which an index can be made and planned, but not filled. Methods that are stand-ins
 * themselves work as B-trees.
 */
export function operatorClassStub(
  schema: string,
  name: string,
  type: TypeName,
  method: string,
  isDefault: boolean,
): readonly string[] {
  const kind = Object.hasOwn(support, method) ? method : 'btree';
  const owner = `${quoteName(schema)}.`;
  const made: string[] = [];
  const members: string[] = [];
  for (const [number, parameters, result, implementation] of support[kind] ?? []) {
    const list = parameters(typeSql(type));
    const support = `${owner}${quoteName(`${name}_${method}${number}`)}`;
    made.push(
      `CREATE FUNCTION ${support}(${list}) RETURNS ${result} LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS '${implementation}'`,
      `COMMENT ON FUNCTION ${support}(${list}) IS ${quoteText(stubMark)}`,
    );
    members.push(`FUNCTION ${number} ${support}(${list})`);
  }
  const storage = stored[kind];
  if (storage !== undefined) members.push(`STORAGE ${storage}`);
  const full = `${owner}${quoteName(name)}`;
  return [
    ...made,
    `CREATE OPERATOR CLASS ${full} ${isDefault ? 'DEFAULT ' : ''}FOR TYPE ${typeSql(type)} USING ${quoteName(method)} AS ${members.join(', ')}`,
    ...markClass(full, method),
  ];
}
