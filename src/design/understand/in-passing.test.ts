import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const ties = (design: Design, of: string) =>
  design.relations
    .filter(({ from }) => from === of)
    .map(({ to, role }) => (role === to ? to : `${to} as ${role}`))
    .sort();
const told = (design: Design, name: string) =>
  design.entities.find((one) => one.name === name)?.attributes.map((one) => one.name) ?? [];
const names = (design: Design) => design.entities.map((one) => one.name).sort();

describe('what a sentence names on its way', () => {
  const kiln = 'Kilns have a code and a volume. Potters have a name and a town. ';

  it.each([
    ['A firing has a date. A firing is prepared for hours in a kiln.', 'firing', ['kiln']],
    ['Firings have a date. Firings are watched through the night by potters.', 'firing', ['potter']],
    ['A firing has a date, which is noted. If a firing fails in a kiln, it is repeated.', 'firing', []],
    ['A firing has a date. A firing must not be started in a kiln.', 'firing', []],
  ])('is what its subject belongs to, where both are kept: %s', (text, of, to) => {
    expect(ties(read(kiln + text), of)).toEqual(to);
  });

  it('is one that is there, where a word before it only says which', () => {
    const design = read(`${kiln}Firings have a date. Each firing is led by one senior potter.`);
    expect(ties(design, 'firing')).toEqual(['potter as senior_potter']);
    expect(names(design)).toEqual(['firing', 'kiln', 'potter']);
  });

  it('is a kind of what is there, where no value is kept of it alone', () => {
    const design = read('A pass has a number and a price. A boat has a name. A river pass covers one boat.');
    expect(names(design)).toEqual(['boat', 'pass']);
    expect(design.relations).toMatchObject([{ from: 'pass', to: 'boat', optional: true }]);
  });

  it('is no kind of it where it lies between two things', () => {
    const design = read('A pass has a number and a price. A boat has a name. A boat pass has a date.');
    expect(names(design)).toEqual(['boat', 'boat_pass', 'pass']);
  });
});

describe('who has a part in what is done', () => {
  it.each([
    [
      'Bells have a weight. Towers have a name. Founders have a name. Bells are hung in towers by founders.',
      'bell',
      ['founder', 'tower'],
    ],
    [
      'Coins have a mint mark. Divers have a name. Robots have a code. A wreck has a name. A coin is found in a wreck by a diver or a robot.',
      'coin',
      ['diver', 'robot', 'wreck'],
    ],
    [
      'Moorings have a number. Skippers have a name. A mooring may be transferred from one skipper to another, in which case the date of the transfer is noted.',
      'transfer',
      ['mooring', 'skipper', 'skipper as previous_skipper'],
    ],
    [
      'Trams have a number. Depots have a code. A tram goes from one depot to another.',
      'tram',
      ['depot as destination_depot', 'depot as origin_depot'],
    ],
    ['Vans have a plate. Drivers have a name. A van has a colour and a volume, and one driver drives it.', 'van', []],
    [
      'Vans have a plate. Drivers have a name. A van has a colour and a volume, and one driver is responsible for it.',
      'van',
      ['driver'],
    ],
    [
      'Scrolls have a title. Restorers have a name. A restorer prepares a scroll: start date, end date, method.',
      'preparation',
      ['restorer', 'scroll'],
    ],
    ['Barns have a name. Hens have a colour. Hens are the animals in a barn.', 'hen', []],
    ['Barns have a name. Ploughs have a colour. Ploughs are the objects in a barn.', 'plough', ['barn']],
    ['Nuggets have a weight. Coins have a year. A nugget becomes a coin with a year.', 'coin', ['nugget']],
    ['Trips have a number. Bills have a number. One bill is issued per trip.', 'bill', ['trip']],
    [
      'Voices have a pitch. Guides have a name. For each voice offered by a guide, the price is stored.',
      'guide_voice',
      ['guide', 'voice'],
    ],
    [
      'Funerals have a date. Urns have a code. Undertakers have a name. An undertaker arranges the funeral. Each urn belongs to a funeral.',
      'undertaker',
      [],
    ],
    [
      'Funerals have a date. Urns have a code. Undertakers have a name. An undertaker arranges the funeral. Each urn belongs to a funeral.',
      'funeral',
      ['undertaker'],
    ],
    [
      'Newts have a name. Vets have a name. Keepers have a name; they have a permit. When a newt is ill, it is seen by a vet.',
      'newt',
      ['vet'],
    ],
    [
      'Newts have a name. Keepers have a name. Each newt is weighed every morning: we need the date, the weight and the keeper who weighed it.',
      'weighing',
      ['keeper', 'newt'],
    ],
    [
      'Masks have a name. Masks were carved by carvers, who have a town and a website; a mask may have been carved by more than one carver.',
      'mask',
      ['carver'],
    ],
    ['Lenses have a name. Members have a town. Lenses belong either to the club or to a member.', 'lens', ['member']],
    [
      'Masks have a name. Damage found on return shall be documented per mask, with a date and a cost.',
      'damage',
      ['mask'],
    ],
    ['Plays have a title. A show of a play starts at a certain time.', 'show', ['play']],
  ])('is a reference: %s (%s)', (text, of, to) => {
    expect(ties(read(text), of)).toEqual(to);
  });
});

describe('what is kept, as people tell it', () => {
  it.each([
    ['For each angler there is a card with the surname, the town and the birth date.', 'angler'],
    ['On an angler you find the surname, the town and the birth date.', 'angler'],
    [
      'Ponds have a depth. A pond is run by one angler, of whom we need the surname, the town and the birth date.',
      'angler',
    ],
    [
      'Ponds have a depth. A pond belongs to one angler: we write down the surname, the town and the birth date.',
      'angler',
    ],
    ['Our three anglers each have a surname, a town and a birth date.', 'angler'],
    ['Anglers are natural persons of whom we keep the surname, the town and the birth date.', 'angler'],
  ])('is of whom it is told: %s', (text, of) => {
    const design = read(text);
    expect(told(design, of)).toEqual(['surname', 'town', 'birth_date']);
  });

  it.each([
    [
      'Boats have a name. A cruise departs at a certain time. The number of guests is counted per cruise. Buoys lie along the shore; they have a colour.',
      'buoy',
      ['colour'],
    ],
    ['Each cruise has a fare. The number of guests is counted per cruise.', 'cruise', ['fare', 'number_of_guests']],
    [
      'A guest is identified by a card number, and we also keep name and town.',
      'guest',
      ['card_number', 'name', 'town'],
    ],
    ['For each haul, the date and the weight are registered, as is the depth.', 'haul', ['date', 'weight', 'depth']],
    ['Nets are bought from dealers (name, contact person, phone).', 'dealer', ['name', 'contact_person', 'phone']],
    ['Nets have a size. Anglers leave a name and an e-mail address.', 'angler', ['name', 'e_mail_address']],
    [
      'Each angler has an emergency contact (name, phone).',
      'angler',
      ['emergency_contact_name', 'emergency_contact_phone'],
    ],
  ])('is of what it speaks of: %s (%s)', (text, of, columns) => {
    expect(told(read(text), of)).toEqual(columns);
  });

  it('is of two things that it depends on', () => {
    const design = read('Nets have a size. Boats have a name. The rent paid depends on the net and the boat.');
    expect(ties(design, 'net_boat')).toEqual(['boat', 'net']);
    expect(told(design, 'net_boat')).toEqual(['rent_paid']);
  });

  it('is of whoever does what has a noun', () => {
    const design = read(
      'Anglers have a name. Contests have a title. Anglers enter a contest by calling; every entry has a channel.',
    );
    expect(ties(design, 'entry')).toEqual(['angler', 'contest']);
  });

  it('is of one of several in so many words', () => {
    expect(
      ties(
        read(
          'A contest has a title and a date. A rating has a score. Every rating belongs to one meeting, has a text.',
        ),
        'rating',
      ),
    ).toEqual(['meeting']);
  });

  it('tells within what it is unique', () => {
    const design = read(
      'Piers have a name. A slip has a date and a start time. Slips belong to a pier. No pier has two slips at the same date and start time.',
    );
    expect(design.entities.find((one) => one.name === 'slip')?.keys.map((one) => one.of)).toEqual([
      ['pier', 'date', 'start_time'],
    ]);
  });

  it('is no more for a face in a message', () => {
    const design = read(
      'hey, all is on paper :( a kite has a name and a colour. it is either red, blue or a mixture (usually red) :)',
    );
    expect(told(design, 'kite')).toEqual(['name', 'colour', 'kind']);
    expect(names(design)).toEqual(['kite']);
  });

  it('has its unit', () => {
    expect(told(read('A barge has a name and a draught in m.'), 'barge')).toEqual(['name', 'draught_m']);
  });
});
