import { type Domain, varied } from '../domain.ts';
import { user } from '../shared.ts';

export const domain: Domain = {
  name: 'cinema',
  title: 'Cinema',
  trade: true,
  words: ['cinema', 'movie theater', 'movie theatre', 'screening', 'film'],
  subjects: [
    {
      names: [
        'cinema',
        'movie theater',
        'movie theatre',
        'multiplex',
        'movie ticket booking',
        'movie ticket',
        'cinema booking',
        'cinema ticket',
        'film theatre',
      ],
    },
  ],
  core: ['movie', 'cinema', 'auditorium', 'seat', 'screening', 'customer', 'reservation', 'ticket'],
  entities: [
    {
      name: 'movie',
      synonyms: ['film', 'feature'],
      about: 'What is shown.',
      attributes: [
        { name: 'title', type: 'name' },
        { name: 'original_title', type: 'name', optional: true },
        { name: 'description', type: 'long text', optional: true },
        { name: 'runtime_minutes', type: 'quantity', min: 1 },
        { name: 'released_on', type: 'date', optional: true },
        {
          name: 'age_rating',
          type: 'code',
          optional: true,
          about: 'As the board of the country gives it: PG-13, FSK 12.',
        },
        { name: 'language', type: 'language' },
        { name: 'poster', type: 'file', optional: true },
      ],
      volume: { rows: 5000 },
      access: [{ about: 'movies by title', search: ['title'], limit: 20, perHour: 400 }],
    },
    {
      name: 'genre',
      about: 'A kind of movie.',
      attributes: [{ name: 'name', type: 'name', unique: true }],
      volume: { rows: 25 },
    },
    {
      name: 'movie_genre',
      about: 'A movie is of a genre.',
      attributes: [],
      references: [
        { to: 'movie', onDelete: 'cascade', about: 'The movie.' },
        { to: 'genre', onDelete: 'cascade', about: 'The genre.' },
      ],
      identifiedBy: ['movie', 'genre'],
      volume: { of: 'movie', each: 2 },
      access: [{ about: 'the movies of a genre', equal: ['genre'], perHour: 200 }],
    },
    {
      name: 'cinema',
      synonyms: ['theatre', 'theater', 'venue', 'location'],
      about: 'A house with auditoriums.',
      attributes: [
        { name: 'name', type: 'name', unique: true },
        { name: 'address', type: 'long text' },
        { name: 'city', type: 'name' },
        { name: 'time_zone', type: 'time zone', about: 'Showtimes are in it.' },
        { name: 'currency', type: 'currency' },
      ],
      volume: { rows: 20 },
    },
    {
      name: 'auditorium',
      synonyms: ['hall', 'screen', 'room', 'theatre hall'],
      about: 'A hall with a screen.',
      attributes: [
        { name: 'name', type: 'name' },
        { name: 'format', type: 'choice', values: ['standard', 'imax', 'dolby', 'three_d'], default: 'standard' },
      ],
      references: [{ to: 'cinema', onDelete: 'cascade', about: 'The house it is in.' }],
      keys: [{ of: ['cinema', 'name'] }],
      volume: { of: 'cinema', each: 8 },
    },
    {
      name: 'seat',
      about: 'One seat of an auditorium.',
      attributes: [
        { name: 'row_label', type: 'code' },
        { name: 'number', type: 'quantity', min: 1 },
        { name: 'kind', type: 'choice', values: ['standard', 'premium', 'couple', 'wheelchair'], default: 'standard' },
      ],
      references: [{ to: 'auditorium', onDelete: 'cascade', about: 'The auditorium it stands in.' }],
      keys: [{ of: ['auditorium', 'row_label', 'number'], about: 'A seat has one place.' }],
      volume: { of: 'auditorium', each: 180 },
    },
    {
      name: 'screening',
      synonyms: ['showing', 'show', 'showtime', 'performance'],
      about: 'A movie is shown in an auditorium at a time.',
      attributes: [
        { name: 'slot', type: 'period', about: 'With advertisements, and the time for cleaning.' },
        { name: 'language', type: 'language', about: 'Of the sound.' },
        { name: 'subtitles', type: 'language', optional: true },
        { name: 'base_price', type: 'money' },
        { name: 'currency', type: 'currency' },
        { name: 'status', type: 'status', values: ['planned', 'on_sale', 'cancelled'], default: 'planned' },
      ],
      references: [
        { to: 'movie', onDelete: 'restrict', about: 'What is shown.' },
        { to: 'auditorium', onDelete: 'restrict', about: 'Where; one with screenings is not deleted.' },
      ],
      checks: [
        {
          kind: 'no overlap',
          period: 'slot',
          within: ['auditorium'],
          except: { attribute: 'status', values: ['cancelled'] },
          about: 'An auditorium shows one movie at a time.',
        },
      ],
      volume: { of: 'auditorium', each: 1800 },
      access: [
        { about: 'the showtimes of a movie', equal: ['movie'], range: 'slot', order: ['slot'], perHour: 3000 },
        {
          about: 'what is shown in an auditorium',
          equal: ['auditorium'],
          range: 'slot',
          order: ['slot'],
          perHour: 300,
        },
      ],
    },
    varied(user, {
      name: 'customer',
      synonyms: ['user', 'visitor', 'viewer'],
      about: 'A person who buys tickets online.',
      without: ['status', 'time_zone', 'last_seen_at'],
      attributes: [{ name: 'phone', type: 'phone', optional: true, personal: true }],
      volume: { rows: 100_000 },
    }),
    {
      name: 'reservation',
      synonyms: ['booking', 'ticket order'],
      about: 'Seats that are bought together for one screening.',
      attributes: [
        { name: 'code', type: 'code', unique: true, about: 'On the ticket, and shown at the door.' },
        { name: 'status', type: 'status', values: ['held', 'paid', 'cancelled', 'refunded'], default: 'held' },
        {
          name: 'held_until',
          type: 'instant',
          optional: true,
          about: 'When seats that are not paid for go back on sale.',
        },
        { name: 'total', type: 'money' },
        { name: 'paid_at', type: 'instant', optional: true },
      ],
      references: [
        { to: 'screening', onDelete: 'restrict', about: 'For which; one that was sold is cancelled, not deleted.' },
        { to: 'customer', optional: true, onDelete: 'restrict', about: 'Who bought; absent at the box office.' },
      ],
      checks: [
        { kind: 'requires', attribute: 'status', values: ['held'], present: ['held_until'], about: 'A hold lapses.' },
        {
          kind: 'requires',
          attribute: 'status',
          values: ['paid', 'refunded'],
          present: ['paid_at'],
          about: 'What was paid has its moment.',
        },
      ],
      volume: { of: 'screening', each: 25 },
      access: [
        {
          about: 'a customer’s reservations, newest first',
          equal: ['customer'],
          order: ['created_at desc'],
          limit: 20,
          perHour: 300,
        },
      ],
    },
    {
      name: 'ticket',
      synonyms: ['admission'],
      about: 'One seat at one screening, at the price of then.',
      attributes: [
        { name: 'category', type: 'choice', values: ['adult', 'child', 'student', 'senior'], default: 'adult' },
        { name: 'price', type: 'money' },
        {
          name: 'is_valid',
          type: 'boolean',
          default: true,
          about: 'False when it was cancelled: the seat is on sale again.',
        },
        { name: 'scanned_at', type: 'instant', optional: true },
      ],
      references: [
        { to: 'reservation', onDelete: 'restrict', about: 'With which others it was bought.' },
        { to: 'screening', onDelete: 'restrict', about: 'The reservation’s, so that a seat is sold once.' },
        { to: 'seat', onDelete: 'restrict', about: 'Which seat; one that was sold is kept.' },
      ],
      keys: [
        {
          of: ['screening', 'seat'],
          when: { attribute: 'is_valid', is: true },
          about: 'A seat is sold once for a screening.',
        },
      ],
      volume: { of: 'reservation', each: 2.4 },
      access: [
        { about: 'the seats of a screening that are taken', equal: ['screening'], perHour: 4000 },
        { about: 'the tickets of a reservation', equal: ['reservation'], perHour: 400 },
      ],
    },
  ],
};
