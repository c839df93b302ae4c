import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const attributesOf = ({ entities }: Design, name: string) =>
  entities
    .find((one) => one.name === name)
    ?.attributes.map((one) => one.name)
    .sort();
const tiesOf = ({ relations }: Design, name: string) =>
  relations
    .filter(({ from, kind }) => from === name && kind !== 'many-to-many')
    .map(({ to }) => to)
    .sort();

describe('what a description says on its way', () => {
  it('leaves a noun whose first word is a verb elsewhere in its list', () => {
    const films = read('Films have a title, release year, duration and genre. Venues have a name and record number.');
    expect(attributesOf(films, 'film')).toEqual(['duration', 'genre', 'release_year', 'title']);
    expect(attributesOf(films, 'venue')).toEqual(['name', 'record_number']);
  });

  it('hears what somebody may have made as theirs', () => {
    const { entities, relations } = read(
      'Films have a title. A film may be directed by several directors and a director may have directed several films.',
    );
    expect(entities.map(({ name }) => name).sort()).toEqual(['director', 'film']);
    expect(relations.map(({ kind }) => kind)).toEqual(['many-to-many']);
  });

  it('parts what somebody is told to have from what they do, however long the list', () => {
    const jury = read(
      'Films have a title. Jurors, who have a name, profession and country, evaluate films by giving a rating from 1 to 10 and a comment.',
    );
    expect(attributesOf(jury, 'juror')).toEqual(['country', 'name', 'profession']);
    expect(attributesOf(jury, 'evaluation')).toEqual(['comment', 'rating']);
    expect(tiesOf(jury, 'evaluation')).toEqual(['film', 'juror']);
  });

  it('puts a thing into what it lies in, and that into what is around it', () => {
    const bank = read('A packet has a weight. A packet sits at a position in a drawer of a freezer.');
    expect(attributesOf(bank, 'packet')).toEqual(['position', 'weight']);
    expect([tiesOf(bank, 'packet'), tiesOf(bank, 'drawer')]).toEqual([['drawer'], ['freezer']]);
  });

  it('makes what is spoken of as done of what is done, with what is noted then', () => {
    const bins = read(
      "Households have an address and pay per emptying. At each stop there are bins, each with a barcode and a volume. When a bin is emptied, the driver's handset records the time, the weight and the truck. Trucks have a plate number.",
    );
    expect(attributesOf(bins, 'emptying')).toContain('weight');
    expect(tiesOf(bins, 'emptying')).toEqual(['bin', 'truck']);
    expect(tiesOf(bins, 'bin')).toEqual(['stop']);
  });

  it('takes what stands in parentheses behind a thing for what it has', () => {
    const clinic = read(
      'Pets have a name. Each visit has a date. The treatment type (code, description, cost) is the same everywhere. A treatment has a quantity.',
    );
    expect(attributesOf(clinic, 'treatment_type')).toEqual(['code', 'cost', 'description']);
    expect(tiesOf(clinic, 'treatment')).toContain('treatment_type');
  });

  it('keeps what must be recorded of what was just told of', () => {
    const ward = read(
      'A ward has a name. Patients have a name. Patients are admitted to a ward; admission date and discharge date are stored. Doctors have a name. Medications have a name. Doctors prescribe medications to patients: dosage, frequency and start date of the prescription must be recorded. Nurses have a name. Nurses are assigned to wards in shifts (day, evening, night).',
    );
    expect(attributesOf(ward, 'patient')).toEqual(expect.arrayContaining(['admission_date', 'discharge_date']));
    expect(attributesOf(ward, 'prescription')).toEqual(expect.arrayContaining(['dosage', 'frequency', 'start_date']));
    expect(attributesOf(ward, 'nurse_ward')).toEqual(['shift']);
    expect(tiesOf(ward, 'nurse_ward')).toEqual(['nurse', 'ward']);
  });

  it('reads clauses of a specification by whatever they are numbered', () => {
    const interpreters = read(
      'FR1 The system shall register interpreters with their name and phone number.\nFR2 An interpreter may accept or decline an assignment. An assignment has a date.\nFR3 Engineers have hourly rates that change every year, and we want to keep the old ones.',
    );
    expect(interpreters.entities.map(({ name }) => name)).not.toContain('fr_1');
    expect(attributesOf(interpreters, 'interpreter')).toEqual(['name', 'phone_number']);
    expect(attributesOf(interpreters, 'engineer')).toContain('hourly_rate');
    expect(interpreters.wishes.map(({ kind }) => kind)).toContain('history');
  });

  it('gives what is noted when something happens to what it happens to, and groups what they have', () => {
    const troop = read(
      'Scouts have a name. Badges have a title. Scouts are grouped in patrols, with one patrol leader (who is also a scout). Scouts earn badges on a date, signed off by a leader. Deliveries have a weight. If a delivery fails, the reason is noted.',
    );
    expect(tiesOf(troop, 'patrol')).toEqual(['scout']);
    expect(attributesOf(troop, 'scout_badge')).toEqual(expect.arrayContaining(['date']));
    expect(attributesOf(troop, 'delivery')).toEqual(expect.arrayContaining(['reason', 'weight']));
  });

  it('takes what is recorded of two for both, and whoever stands above for one of the same', () => {
    const company = read(
      'Employees have a name. Projects have a title. We keep track of the number of hours per week that an employee works on each project. We also keep track of the direct supervisor of each employee.',
    );
    expect(company.entities.map(({ name }) => name)).not.toContain('track');
    expect(attributesOf(company, 'employee_project')).toEqual(['number_of_hours']);
    expect(tiesOf(company, 'employee')).toEqual(['employee']);
  });

  it('gives a list to whom its first member names, and the room of a museum no hotel', () => {
    const museum = read(
      'Specimens have a name and are kept in rooms. Donors give specimens to the museum: donor name, address, email. Visitors buy tickets online; tickets are of type adult, child or senior.',
    );
    const all = museum.entities.map(({ name }) => name);
    expect(attributesOf(museum, 'donor')).toEqual(expect.arrayContaining(['address', 'email', 'name']));
    expect(attributesOf(museum, 'specimen')).toEqual(['name']);
    expect(all).not.toContain('venue');
    expect(all).not.toContain('child');
    expect(
      museum.entities.find(({ name }) => name === 'ticket')?.attributes.find(({ name }) => name === 'type')?.values,
    ).toEqual(['adult', 'child', 'senior']);
  });

  it('hears from where to where, in how many and of what something is made', () => {
    const ferries = read(
      'Ports have a name. A route goes from a port of departure to a port of arrival and has a distance. A booking contains one or more passengers (name, birth date) and possibly one or more vehicles (plate, type, length). Transcripts are made of recordings by transcribers.',
    );
    const roles = ferries.relations.filter(({ from }) => from === 'route').map(({ role }) => role);
    expect(roles.sort()).toEqual(['arrival_port', 'departure_port']);
    expect(attributesOf(ferries, 'vehicle')).toEqual(['length', 'plate', 'type']);
    expect(tiesOf(ferries, 'transcript')).toEqual(['recording', 'transcriber']);
    const chess = read(
      'Players have a name. A round has a date. In each round, pairings are made: a white player, a black player and the result.',
    );
    expect(tiesOf(chess, 'pairing')).toEqual(['player', 'player', 'round']);
    const tools = read('Members have a name. Workshops have a title. Members can also take workshops.');
    expect(tiesOf(tools, 'attendance')).toEqual(['member', 'workshop']);
  });

  it('keeps what is told of two where the library knows another way between them, over many of each', () => {
    const games = read(
      'A tournament has a name. A tournament is played over several rounds. A round has a number. Players have a name.',
    );
    expect(tiesOf(games, 'round')).toEqual(['tournament']);
  });

  it('ties what is done by somebody to what it is done to', () => {
    const seeds = read(
      'Accessions have a number and are tested every five years. A test is done by a technician and has a sample size. Complaints about shipments are logged by clerks with a date and a text.',
    );
    expect(tiesOf(seeds, 'test')).toEqual(['accession', 'technician']);
    expect(attributesOf(seeds, 'complaint')).toEqual(expect.arrayContaining(['date', 'text']));
    expect(tiesOf(seeds, 'complaint')).toContain('clerk');
  });
});
