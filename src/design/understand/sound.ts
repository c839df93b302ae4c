import { phrases } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import type { Statement } from './statement.ts';

/** Words that no name of a thing begins with: they stand for another word, join words, or are verbs or numbers. */
const never: ReadonlySet<string> = new Set(
  phrases(`
  i, it, they, we, you, he, she, them, us, him, her, this, that, these, those, which, who, whom, whose, what, there, none, each,
  every, some, any, both, either, neither, nobody, somebody, everybody, everyone, someone,
  in, on, at, by, for, from, to, into, onto, of, out, under, after, before, during, until, till, since, within, without, with,
  about, above, below, between, among, through, throughout, across, per, via, against, towards, behind, beside, besides, like,
  than, despite, as,
  and, or, but, nor, if, when, whenever, while, because, so, then, though, although, whether, where, wherever, how, why, unless,
  is, are, was, were, be, been, being, am, has, have, had, having, do, does, did, done, can, could, may, might, must, shall,
  should, will, would, cannot, not, never, goes, went, comes, came, gets, got, takes, took, makes, lies, allows, allow, lets,
  two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, twenty, thirty, forty, fifty, sixty, hundred, thousand,
  also, only, just, too, very, already, still, yet, again, always, often, sometimes, usually, newest, oldest, latest`),
);
/** Things that are called so all the same. */
const though =
  /^(?:like$|to_?do|on_(?:call|site|board)|in_(?:patient|game|app)|out_(?:patient|station)|under_(?:study|writer)|after_(?:sale|care)|do_not|per_diem|with_drawal|cross)(?:_|$)/;
/** Words that no name of a thing holds further on, or ends with. */
const within =
  /_(?:it|them|they|we|you|is|are|was|were|has|have|that|which|who|whose|shall|must|should|not|the|each|every|any|but|only|twice)(?:_|$)/;
/** What joins clauses or asks for something is the beginning of no property either. */
const noProperty =
  /^(?:but|with|shall|must|should|and|or|each|every|any|which|who|whose|because|although|however|if)_|_(?:shall|must)(?:_|$)/;
const ending = /_(?:to|of|from|with|for|and|or|by|as|a|an)$/;
/** `FR-12`, `REQ 3`. */
const code = /^(?:[a-z]{1,2}|n?fr|req|urs|srs|spec|usr)_\d+(?:_|$)/;
/** What has become of something. */
const done = /^[a-z]{2,}[^e]ed$/;
const notDone =
  /^(?:[a-z]*(?:water|wood|cow|snow)?shed|sled|hundred|kindred|moped|biped|[a-z]+bred|(?:flat|test|seed|river|sea|flower|hot)bed|newlywed|unwed)$/;

/** True for a name that no thing can have, whatever stood where one was looked for. */
export function isNoThing(name: string): boolean {
  if (though.test(name)) return false;
  return (
    never.has(name.split('_')[0] ?? '') ||
    within.test(name) ||
    ending.test(name) ||
    code.test(name) ||
    (done.test(name) && !notDone.test(name))
  );
}

/** Statements of things that can be; a property may be called what no thing is. */
export function sound(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter((one) => {
    switch (one.kind) {
      case 'entity':
        return !isNoThing(one.phrase.name);
      case 'part':
        return (
          !isNoThing(one.of) &&
          !noProperty.test(one.phrase.name) &&
          !(one.phrase.many && !meaningOf(one.phrase.name) && isNoThing(one.phrase.name))
        );
      case 'belongs':
      case 'mutual':
        return !isNoThing(one.from) && !isNoThing(one.to.name);
      case 'counts':
        return !isNoThing(one.of) && !isNoThing(one.to);
      case 'volume':
        return one.of === '' || !isNoThing(one.of);
      default:
        return true;
    }
  });
}
