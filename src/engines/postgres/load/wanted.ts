import { compareText } from '../../../catalog/names.ts';
import type { ScriptStatement } from '../../script.ts';
import { extensionNamed } from './create-extension.ts';
import { headOf } from './head.ts';
import { extensionOf, knownExtension } from './names.ts';

/**
 * The extensions that a script creates, those they need, and those whose types, functions, operator classes or
 * access methods it seems to use without creating them. It may name one too many, never one too few that is known
 * by heart: what is really missing the engine tells when the script is loaded.
 */
export function wantedExtensions(statements: readonly ScriptStatement[]): readonly string[] {
  const wanted = new Set<string>();
  const want = (name: string | undefined): void => {
    if (name === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const needed of knownExtension(name).requires ?? []) want(needed);
  };
  const seen = new Set<string>();
  for (const { sql } of statements) {
    if (/^CREATE\s+EXTENSION\b/i.test(sql) || headOf(sql, 2).join(' ') === 'CREATE EXTENSION')
      want(extensionNamed(sql));
    // Only what is defined can make use of an extension; comments and grants are most of a dump.
    if (/^(?:COMMENT|GRANT|REVOKE|SET)\b/i.test(sql)) continue;
    if (/\bexclude\s+using\s+gist\b/i.test(sql)) want('btree_gist');
    for (const [, name = '', call] of sql.matchAll(/([a-z_][\w$]*)(\s*\()?/gi)) {
      const key = call === undefined ? name : `${name}(`;
      if (seen.has(key)) continue;
      seen.add(key);
      const folded = name.toLowerCase();
      want(extensionOf('type', folded) ?? extensionOf('operator class', folded) ?? extensionOf('index method', folded));
      if (call !== undefined) want(extensionOf('function', folded));
    }
  }
  return [...wanted].sort(compareText);
}
