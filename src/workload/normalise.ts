/**
 * What {@link normalise} found in a statement. One object serves many statements: it is overwritten by each.
 * `numbers` are parameters' own (`$3` has 3), 0 for a constant that is written out.
 */
export interface Normalised {
  /** Equal for statements that differ in constants, comments, spaces and the case of keywords only; 53 bits. */
  key: number;
  /** Constants and parameters of the text in its order, as many as fit in the arrays. */
  count: number;
  /** The greatest parameter's number. */
  parameters: number;
  /** The statement's first word: bytes of it. */
  wordStart: number;
  wordEnd: number;
  /** Where the statement ends: without the semicolons and spaces behind it. */
  end: number;
  /** False when a quote or a comment has no end: the statement was cut. */
  whole: boolean;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  readonly hashes: Int32Array;
  /** 1 for a constant behind the first of a list, of which a text may have any number. */
  readonly listed: Uint8Array;
}

/** So many constants of a statement are told apart: beyond it they only count as constants. */
const most = 64;

export function newNormalised(): Normalised {
  return {
    key: 0,
    count: 0,
    parameters: 0,
    wordStart: 0,
    wordEnd: 0,
    end: 0,
    whole: true,
    starts: new Int32Array(most),
    ends: new Int32Array(most),
    numbers: new Int32Array(most),
    hashes: new Int32Array(most),
    listed: new Uint8Array(most),
  };
}

const letter = 1;
const digit = 2;
const space = 4;
/** What each byte is; those of UTF-8 beyond ASCII are letters, as the server's scanner has it. */
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code >= 128 || code === 95 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return letter;
  if (code >= 48 && code <= 57) return digit;
  return code === 32 || (code >= 9 && code <= 13) ? space : 0;
});
const lowered = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));

const quote = 39;
const doubleQuote = 34;
const dollar = 36;
const comma = 44;
const minus = 45;
const slash = 47;
const star = 42;
const backslash = 92;
const open = 40;
const bracket = 91;
const semicolon = 59;
const point = 46;
/** What stands for a constant and for a parameter; no statement holds these bytes elsewhere. */
const constantMark = 1;
const parameterMark = 2;

/** `in` and `array` as {@link wordHash} has them: behind these a list of constants counts as one. */
const listWords: readonly number[] = ['in', 'array'].map((word) =>
  Buffer.from(word).reduce((hash, code) => Math.imul(hash, 31) + code, 0),
);

/**
 * Takes a statement's constants out, fast: the parser takes a hundred times as long. It knows the lexical rules only,
 * so that two keys can be of one fingerprint, never one key of two (but for a chance of n² / 2^54 among n statements).
 */
export function normalise(bytes: Uint8Array, from: number, to: number, into: Normalised): void {
  let one = 0x811c9dc5;
  let two = 0x2545f491;
  let at = from;
  let count = 0;
  let parameters = 0;
  let wordStart = -1;
  let wordEnd = -1;
  let end = from;
  let whole = true;
  /** The last thing was a word or a constant: another behind it needs a space. */
  let wordy = false;
  let spaced = false;
  let lastWord = 0;
  /** Inside `in (…)` or `array[…]`, directly. */
  let list = false;
  let heldComma = false;
  let afterConstant = false;

  const emit = (code: number): void => {
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two + code, 0x9e3779b1);
    two ^= two >>> 15;
  };

  while (at < to) {
    const code = bytes[at] as number;
    const kind = kinds[code] as number;
    if (kind === space) {
      spaced = true;
      at++;
      continue;
    }
    const next = at + 1 < to ? (bytes[at + 1] as number) : 0;
    if (code === minus && next === minus) {
      at += 2;
      while (at < to && bytes[at] !== 10) at++;
      spaced = true;
      continue;
    }
    if (code === slash && next === star) {
      let depth = 1;
      at += 2;
      while (at < to && depth > 0) {
        if (bytes[at] === star && bytes[at + 1] === slash) {
          depth--;
          at += 2;
        } else if (bytes[at] === slash && bytes[at + 1] === star) {
          depth++;
          at += 2;
        } else at++;
      }
      if (depth > 0 || at > to) whole = false;
      if (at > to) at = to;
      spaced = true;
      continue;
    }

    let constantStart = -1;
    let number = 0;
    if (kind === letter) {
      // A letter before a quote belongs to the constant: E'…', B'…', X'…', N'…', U&'…'.
      const escapes = code === 69 || code === 101;
      const prefixed =
        next === quote &&
        (escapes || code === 66 || code === 98 || code === 88 || code === 120 || code === 78 || code === 110);
      const unicode = (code === 85 || code === 117) && next === 38 && bytes[at + 2] === quote && at + 2 < to;
      if (prefixed || unicode) {
        constantStart = at;
        at = pastQuoted(bytes, at + (unicode ? 2 : 1), to, quote, prefixed && escapes);
      } else {
        if (heldComma) {
          emit(comma);
          heldComma = false;
        }
        if (wordy && spaced) emit(32);
        if (wordStart < 0) wordStart = at;
        lastWord = 0;
        do {
          const small = lowered[bytes[at] as number] as number;
          one = Math.imul(one ^ small, 0x01000193);
          two = Math.imul(two + small, 0x9e3779b1);
          two ^= two >>> 15;
          lastWord = Math.imul(lastWord, 31) + small;
          at++;
        } while (at < to && ((kinds[bytes[at] as number] as number) & 3 || bytes[at] === dollar));
        if (wordEnd < 0) wordEnd = at;
        wordy = true;
        spaced = false;
        afterConstant = false;
        list = false;
        end = at;
        continue;
      }
    } else if (kind === digit || (code === point && ((kinds[next] as number) & digit) !== 0)) {
      constantStart = at;
      at++;
      while (at < to) {
        const within = bytes[at] as number;
        if ((kinds[within] as number) & 3 || within === point) at++;
        else if ((within === 43 || within === minus) && (lowered[bytes[at - 1] as number] as number) === 101) {
          // 1e-5, but not 0x1e-5
          if (lowered[bytes[constantStart + 1] as number] === 120) break;
          at++;
        } else break;
      }
    } else if (code === quote) {
      constantStart = at;
      at = pastQuoted(bytes, at, to, quote, false);
    } else if (code === dollar) {
      if ((kinds[next] as number) & digit) {
        constantStart = at;
        at++;
        while (at < to && (kinds[bytes[at] as number] as number) & digit) {
          number = number * 10 + (bytes[at] as number) - 48;
          at++;
        }
      } else {
        const after = pastDollarQuoted(bytes, at, to);
        if (after !== 0) {
          constantStart = at;
          at = after;
        }
      }
    } else if (code === doubleQuote) {
      const start = at;
      at = pastQuoted(bytes, at, to, doubleQuote, false);
      if (at < 0) {
        whole = false;
        at = to;
      }
      if (heldComma) {
        emit(comma);
        heldComma = false;
      }
      for (let inside = start; inside < at; inside++) emit(bytes[inside] as number);
      wordy = true;
      spaced = false;
      afterConstant = false;
      list = false;
      lastWord = 0;
      end = at;
      continue;
    }

    if (constantStart >= 0) {
      if (at < 0) {
        whole = false;
        at = to;
      }
      if (number > parameters) parameters = number;
      const known = list && heldComma;
      heldComma = false;
      if (!known) {
        if (wordy && spaced) emit(32);
        emit(number > 0 ? parameterMark : constantMark);
      }
      if (count < most) {
        let hash = 7;
        for (let inside = constantStart; inside < at; inside++) hash = Math.imul(hash, 31) + (bytes[inside] as number);
        into.starts[count] = constantStart;
        into.ends[count] = at;
        into.numbers[count] = number;
        into.hashes[count] = hash;
        into.listed[count] = known ? 1 : 0;
        count++;
      }
      wordy = true;
      spaced = false;
      afterConstant = true;
      lastWord = 0;
      end = at;
      continue;
    }

    at++;
    spaced = false;
    if (list && code === comma && afterConstant) {
      heldComma = true;
      afterConstant = false;
      end = at;
      continue;
    }
    if (heldComma) {
      emit(comma);
      heldComma = false;
    }
    // A semicolon is told when something comes behind it: only the last ones are left out.
    if (code === semicolon) {
      if (restIsEmpty(bytes, at, to)) break;
    }
    list = (code === open && lastWord === listWords[0]) || (code === bracket && lastWord === listWords[1]);
    emit(code);
    wordy = false;
    afterConstant = false;
    lastWord = 0;
    end = at;
  }
  // What was cut must not be taken for a whole statement.
  if (!whole) emit(3);
  into.key = (one >>> 0) * 2097152 + (two >>> 11);
  into.count = count;
  if (count < most) into.listed[count] = 0;
  into.parameters = parameters;
  into.wordStart = Math.max(from, wordStart);
  into.wordEnd = Math.max(from, wordEnd);
  into.end = end;
  into.whole = whole;
}

/** Behind the closing quote; -1 when there is none. */
function pastQuoted(bytes: Uint8Array, start: number, to: number, mark: number, escapes: boolean): number {
  let at = start + 1;
  while (at < to) {
    const code = bytes[at] as number;
    if (code === mark) {
      if (at + 1 < to && bytes[at + 1] === mark) at += 2;
      else return at + 1;
    } else if (escapes && code === backslash) at += 2;
    else at++;
  }
  return -1;
}

/** Behind `$tag$…$tag$`; -1 when it has no end, 0 when it is none. */
function pastDollarQuoted(bytes: Uint8Array, start: number, to: number): number {
  let at = start + 1;
  while (at < to && (kinds[bytes[at] as number] as number) & 3) at++;
  if (at >= to || bytes[at] !== dollar) return 0;
  const length = at + 1 - start;
  for (let close = at + 1; close + length <= to; close++) {
    if (bytes[close] !== dollar) continue;
    let same = 1;
    while (same < length && bytes[close + same] === bytes[start + same]) same++;
    if (same === length) return close + length;
  }
  return -1;
}

function restIsEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = bytes[at] as number;
    if (code !== semicolon && kinds[code] !== space) return false;
  }
  return true;
}
