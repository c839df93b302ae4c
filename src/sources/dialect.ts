import type { Engine } from '../engines/engine.ts';
import { defaultEngine, engines } from '../engines/engines.ts';
import { withWholeLines } from '../engines/head-lines.ts';

interface Dialect {
  readonly name: string;
  /** What its scripts say, and those of others hardly do. */
  readonly marks: readonly RegExp[];
  /** How scripts begin that its own tools wrote: a comment. */
  readonly head?: RegExp;
}

/** A head tells more than a few marks do, but not against many: scripts are carried over, and keep it. */
const marksOfHead = 3;

/** Dialects of engines that this version does not read. */
const foreign: readonly Dialect[] = [
  {
    name: 'SQL Server',
    marks: [
      /^\s*GO\s*$/im,
      /\[dbo\]\./i,
      /\bNVARCHAR\b/i,
      /\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)/i,
      /\bDATETIME2\b/i,
      /\bUNIQUEIDENTIFIER\b/i,
      /\bCLUSTERED\b/i,
    ],
  },
  {
    name: 'Oracle',
    marks: [
      /\bVARCHAR2\b/i,
      /\bNUMBER\s*\(\s*\d+/i,
      /\bSYSDATE\b/i,
      /\bTABLESPACE\s+\w+\s+PCTFREE\b/i,
      /^\s*\/\s*$/m,
      /\bCLOB\b/i,
    ],
  },
];

/** A text without the lines that are comments. */
function bare(text: string): string {
  return text.replace(/^\s*--.*$/gm, '');
}

/** Whether there is nothing but lines of comments in a text. */
export function isBlank(text: string): boolean {
  return bare(text).trim() === '';
}

/** What comments tell of another engine, such as what was not carried over from it, says nothing of the statements. */
function withoutComments(text: string): string {
  return isBlank(text) ? text : bare(text);
}

function marksIn(given: string, { marks, head }: Dialect): number {
  const text = withoutComments(given);
  const begins = head?.test(withWholeLines(given.slice(0, 500))) === true;
  return marks.filter((mark) => mark.test(text)).length + (begins ? marksOfHead : 0);
}

/** What other SQL than the engine's a text looks like: that with most marks, two at the least; nothing when none. */
export function looksLike(text: string, engine: Engine): string | undefined {
  const others = engines.filter((one) => one !== engine).map(({ dialect }) => dialect);
  const counted = [...foreign, ...others].map((dialect) => ({ name: dialect.name, marks: marksIn(text, dialect) }));
  const best = counted.reduce((a, b) => (b.marks > a.marks ? b : a));
  return best.marks >= 2 && best.marks > marksIn(text, engine.dialect) ? best.name : undefined;
}

/**
 * The engine whose SQL a text is: the one with most marks, if no dialect has more; else that of what it is held against,
 * else the usual one.
 */
export function engineOfSql(given: string, beside?: Engine): Engine {
  return engineByMarks(given, beside) ?? beside ?? defaultEngine;
}

/** The engine that the marks of a text tell; nothing where they tell none. */
export function engineByMarks(text: string, beside?: Engine): Engine | undefined {
  const most = Math.max(...foreign.map((dialect) => marksIn(text, dialect)));
  // Of two with as many, the first.
  const ordered = beside ? [beside, ...engines.filter((one) => one !== beside)] : engines;
  const counted = ordered.map((engine) => ({ engine, marks: marksIn(text, engine.dialect) }));
  const best = counted.reduce((a, b) => (b.marks > a.marks ? b : a));
  return best.marks > 0 && best.marks >= most ? best.engine : undefined;
}
