import { type Domain, varied } from '../domain.ts';
import { user } from '../shared.ts';

export const domain: Domain = {
  name: 'dating',
  title: 'Dating',
  trade: true,
  words: ['dating', 'matchmaking', 'singles'],
  subjects: [{ names: ['dating', 'dating app', 'dating site', 'matchmaking', 'online dating'] }],
  core: [
    'user',
    'profile',
    'profile_photo',
    'interest',
    'profile_interest',
    'swipe',
    'match',
    'message',
    'user_block',
    'user_report',
  ],
  entities: [
    varied(user, {
      synonyms: ['member', 'account', 'single'],
      volume: { rows: 500_000 },
      attributes: [
        { name: 'birth_date', type: 'date', personal: true, about: 'Members are adults.' },
        { name: 'phone', type: 'phone', optional: true, unique: true, personal: true },
      ],
    }),
    {
      name: 'profile',
      synonyms: ['dating profile'],
      about: 'What others see of a user, and whom the user looks for.',
      attributes: [
        { name: 'display_name', type: 'name', personal: true },
        { name: 'gender', type: 'choice', values: ['woman', 'man', 'non_binary'], personal: true },
        { name: 'bio', type: 'long text', optional: true, personal: true },
        { name: 'city', type: 'name', optional: true, personal: true },
        { name: 'latitude', type: 'latitude', optional: true, personal: true },
        { name: 'longitude', type: 'longitude', optional: true, personal: true },
        { name: 'seeks', type: 'choice', values: ['women', 'men', 'everyone'], default: 'everyone', personal: true },
        { name: 'youngest', type: 'integer', default: 18, min: 18 },
        { name: 'oldest', type: 'integer', default: 99, min: 18 },
        { name: 'within_km', type: 'quantity', default: 50 },
        { name: 'is_visible', type: 'boolean', default: true },
      ],
      references: [
        { to: 'user', one: true, onDelete: 'cascade', about: 'Whose; a user has one, and it goes with the user.' },
      ],
      checks: [
        { kind: 'order', first: 'youngest', second: 'oldest', about: 'The range of ages begins before it ends.' },
        { kind: 'together', of: ['latitude', 'longitude'], about: 'A place has two coordinates.' },
      ],
      volume: { of: 'user', each: 1 },
      access: [
        {
          about: 'profiles of a city that are shown',
          equal: ['city', 'is_visible', 'gender'],
          limit: 50,
          perHour: 20_000,
        },
      ],
    },
    {
      name: 'profile_photo',
      synonyms: ['photo', 'picture'],
      about: 'A photo of a profile.',
      attributes: [
        { name: 'position', type: 'quantity', min: 1, about: 'The first is shown.' },
        { name: 'storage_key', type: 'file', unique: true },
        { name: 'status', type: 'status', values: ['pending', 'approved', 'rejected'], default: 'pending' },
      ],
      references: [{ to: 'profile', onDelete: 'cascade', about: 'Whose; it goes with the profile.' }],
      keys: [{ of: ['profile', 'position'] }],
      volume: { of: 'profile', each: 4 },
    },
    {
      name: 'interest',
      synonyms: ['hobby'],
      about: 'What people like.',
      attributes: [{ name: 'name', type: 'name', unique: true }],
      volume: { rows: 300 },
    },
    {
      name: 'profile_interest',
      about: 'A profile names an interest.',
      attributes: [],
      references: [
        { to: 'profile', onDelete: 'cascade', about: 'Whose.' },
        { to: 'interest', onDelete: 'cascade', about: 'Which.' },
      ],
      identifiedBy: ['profile', 'interest'],
      volume: { of: 'profile', each: 5 },
    },
    {
      name: 'swipe',
      synonyms: ['like', 'decision', 'reaction'],
      about: 'One user likes another, or passes.',
      attributes: [
        { name: 'choice', type: 'choice', values: ['like', 'super_like', 'pass'] },
        { name: 'swiped_at', type: 'instant', default: 'now' },
      ],
      references: [
        { to: 'user', as: 'swiper', onDelete: 'cascade', about: 'Who decides.' },
        { to: 'user', as: 'swiped', onDelete: 'cascade', about: 'On whom.' },
      ],
      identifiedBy: ['swiper', 'swiped'],
      checks: [{ kind: 'different', first: 'swiper', second: 'swiped', about: 'Nobody likes himself.' }],
      volume: { of: 'user', each: 200 },
      access: [
        {
          about: 'who likes a user, newest first',
          equal: ['swiped', 'choice'],
          order: ['swiped_at desc'],
          limit: 50,
          perHour: 8000,
        },
      ],
    },
    {
      name: 'match',
      synonyms: ['pair'],
      about: 'Two users like each other.',
      attributes: [
        { name: 'matched_at', type: 'instant', default: 'now' },
        { name: 'ended_at', type: 'instant', optional: true, about: 'When one of them ended it.' },
      ],
      references: [
        { to: 'user', as: 'first_user', onDelete: 'cascade', about: 'Who liked first.' },
        { to: 'user', as: 'second_user', onDelete: 'cascade', about: 'Who liked back.' },
      ],
      keys: [{ of: ['first_user', 'second_user'] }],
      checks: [{ kind: 'different', first: 'first_user', second: 'second_user', about: 'A match is of two.' }],
      volume: { of: 'user', each: 8 },
      access: [
        {
          about: 'the matches of who liked first',
          equal: ['first_user'],
          order: ['matched_at desc'],
          limit: 50,
          perHour: 8000,
        },
        {
          about: 'the matches of who liked back',
          equal: ['second_user'],
          order: ['matched_at desc'],
          limit: 50,
          perHour: 8000,
        },
      ],
    },
    {
      name: 'message',
      synonyms: ['chat message'],
      about: 'One writes to the other.',
      attributes: [
        { name: 'body', type: 'long text', personal: true },
        { name: 'sent_at', type: 'instant', default: 'now' },
        { name: 'read_at', type: 'instant', optional: true },
      ],
      references: [
        { to: 'match', onDelete: 'cascade', about: 'The match within which they write.' },
        { to: 'user', as: 'sender', onDelete: 'cascade', about: 'Who writes.' },
      ],
      volume: { of: 'match', each: 30 },
      access: [
        {
          about: 'the messages of a match, newest first',
          equal: ['match'],
          order: ['sent_at desc'],
          limit: 50,
          perHour: 20_000,
        },
      ],
    },
    {
      name: 'user_block',
      synonyms: ['block'],
      about: 'One user never wants to see another.',
      attributes: [],
      references: [
        { to: 'user', as: 'blocker', onDelete: 'cascade', about: 'Who blocks.' },
        { to: 'user', as: 'blocked', onDelete: 'cascade', about: 'Whom.' },
      ],
      identifiedBy: ['blocker', 'blocked'],
      checks: [{ kind: 'different', first: 'blocker', second: 'blocked', about: 'Nobody blocks himself.' }],
      volume: { of: 'user', each: 0.5 },
    },
    {
      name: 'user_report',
      synonyms: ['report', 'abuse report'],
      about: 'A user tells that another misbehaves.',
      attributes: [
        { name: 'reason', type: 'choice', values: ['fake', 'spam', 'harassment', 'underage', 'other'] },
        { name: 'details', type: 'long text', optional: true },
        { name: 'status', type: 'status', values: ['open', 'dismissed', 'acted_on'], default: 'open' },
      ],
      references: [
        { to: 'user', as: 'reporter', optional: true, onDelete: 'set null', about: 'Who tells.' },
        { to: 'user', as: 'reported', onDelete: 'cascade', about: 'Of whom.' },
      ],
      volume: { of: 'user', each: 0.05 },
      access: [
        { about: 'reports that wait, oldest first', equal: ['status'], order: ['created_at'], limit: 50, perHour: 60 },
      ],
    },
  ],
};
