import { isPerson } from './persons.ts';
import type { Phrase } from './phrase.ts';

/** What is done bit by bit, told of as a whole. */
const gradual =
  /^(?:paid|repaid|settled|financed|invoiced|billed|delivered|shipped|supplied|sent|made|built|produced|carried(?: out)?|conducted|done|performed|executed|implemented|completed|organi[sz]ed|played|run|given|harvested) in$/;
/** What a whole falls into, and neither where nor when it is done. */
const pieces =
  /(?:^|_)(?:instal+ment|rate|part|payment|tranche|parcel|package|shipment|consignment|delivery|load|stage|phase|round|lot|batch|step|section|segment|portion|piece|leg|sprint|iteration|increment|milestone|campaign|session|sitting|wave|cycle)$/;

/**
 * `An invoice can be paid in instalments`, `a house is built in three stages`: it has several of them. Of many that are
 * done in what falls into none (`matches are played in rounds`) each is of one, so that only what is paid or brought may
 * be told of in the plural. `done` is the participle with its preposition: `paid in`.
 */
export function isPiecewise(subject: Phrase, done: string, to: Phrase): boolean {
  return (
    gradual.test(done) &&
    to.plural &&
    pieces.test(to.name) &&
    !isPerson(subject.name) &&
    (!subject.plural || /^(?:paid|repaid|settled|financed|delivered|shipped|supplied|built)\s/.test(done))
  );
}
