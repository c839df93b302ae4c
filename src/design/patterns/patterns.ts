import type { Pattern } from './pattern.ts';

/** Every pattern, in the order of their names. */
export const patterns: readonly Pattern[] = [
  {
    name: 'access-control',
    title: 'Roles and permissions',
    about:
      'Who may do what within a tenant: roles are sets of permissions, memberships give a user one role in a tenant. ' +
      'Permissions are the program’s own list, roles the tenants’.',
    parts: [
      {
        domain: 'saas',
        entities: ['tenant', 'user', 'role', 'permission', 'role_permission', 'membership', 'audit_event'],
      },
    ],
  },
  {
    name: 'chat',
    title: 'Chat',
    about:
      'Conversations of two or of many, with what each has read. Lists are in the order of the last message, which ' +
      'stands with the conversation so that no list counts messages.',
    parts: [{ domain: 'messaging', entities: 'all' }],
    wishes: [{ kind: 'privacy', of: [] }],
  },
  {
    name: 'clinic',
    title: 'Clinic',
    about:
      'Appointments, visits, diagnoses, prescriptions and results of patients. Nothing medical is deleted, and every ' +
      'look at a record is written down.',
    parts: [{ domain: 'health', entities: 'all' }],
    wishes: [
      { kind: 'privacy', of: [] },
      { kind: 'audit', of: [] },
    ],
  },
  {
    name: 'course-platform',
    title: 'Course platform',
    about: 'Courses held in terms, who takes part, lessons, work that is handed in and graded, certificates.',
    parts: [{ domain: 'learning', entities: 'all' }],
  },
  {
    name: 'event-tracking',
    title: 'Event tracking',
    about:
      'Events of sites and apps by the million, written once, parted by time and dropped when they are old; sums of a ' +
      'day stand in a table of their own, so that reports of a year stay fast.',
    parts: [
      {
        domain: 'analytics',
        entities: [
          'project',
          'visitor',
          'visit',
          'event_type',
          'event',
          'page_view',
          'daily_metric',
          'dashboard',
          'chart',
        ],
      },
    ],
  },
  {
    name: 'food-ordering',
    title: 'Food ordering',
    about: 'Menus, orders at the prices of the moment, and couriers who bring them.',
    parts: [{ domain: 'food-delivery', entities: 'all' }],
  },
  {
    name: 'game-backend',
    title: 'Game back end',
    about: 'Players, their games and strength, leaderboards, things and coins.',
    parts: [{ domain: 'games', entities: 'all' }],
  },
  {
    name: 'helpdesk',
    title: 'Help desk',
    about:
      'Tickets of customers, what was written to them, by when an answer was promised, and how content people were.',
    parts: [
      {
        domain: 'crm',
        entities: [
          'agent',
          'company',
          'contact',
          'ticket',
          'ticket_message',
          'ticket_attachment',
          'tag',
          'ticket_tag',
          'satisfaction_rating',
        ],
      },
    ],
  },
  {
    name: 'hotel-booking',
    title: 'Booking of rooms',
    about:
      'Rooms that one guest has at a time: an exclusion constraint over the dates makes double bookings impossible, ' +
      'however many book at once. Prices go by season and are kept with the booking.',
    parts: [{ domain: 'booking', entities: 'all' }],
  },
  {
    name: 'hr-core',
    title: 'Personnel',
    about: 'Employees, the positions that they held, pay, and leave. Former states are kept with their dates.',
    parts: [
      {
        domain: 'hr',
        entities: [
          'employee',
          'department',
          'position',
          'employment',
          'salary',
          'leave_type',
          'leave_balance',
          'leave_request',
          'performance_review',
        ],
      },
    ],
    wishes: [{ kind: 'privacy', of: [] }],
  },
  {
    name: 'iot-telemetry',
    title: 'Telemetry of devices',
    about:
      'Readings of sensors, written once and parted by time; an hour’s sums outlive them. Alerts with one open at a ' +
      'time for each rule.',
    parts: [{ domain: 'iot', entities: 'all' }],
  },
  {
    name: 'issue-tracker',
    title: 'Issue tracker',
    about: 'Projects with boards, sprints and tasks, which are numbered within their project.',
    parts: [{ domain: 'projects', entities: 'all' }],
  },
  {
    name: 'ledger',
    title: 'Double-entry ledger',
    about:
      'Entries whose postings sum up to nothing. Nothing in the books is changed or deleted: entries are reversed. ' +
      'Requests carry a key, so that asking twice moves money once.',
    parts: [
      {
        domain: 'finance',
        entities: ['account_holder', 'ledger_account', 'fiscal_period', 'journal_entry', 'posting', 'transfer'],
      },
    ],
    wishes: [{ kind: 'audit', of: [] }],
  },
  {
    name: 'lending-library',
    title: 'Lending library',
    about: 'Books, editions and copies; a copy is lent to one member at a time, and requests wait in order.',
    parts: [{ domain: 'library', entities: 'all' }],
  },
  {
    name: 'marketplace',
    title: 'Marketplace',
    about:
      'A shop in which many sell: products and payouts belong to sellers, carts and orders may hold things of several.',
    parts: [
      {
        domain: 'shop',
        entities: [
          'customer',
          'address',
          'seller',
          'category',
          'brand',
          'product',
          'product_category',
          'product_variant',
          'product_image',
          'stock_level',
          'cart',
          'cart_item',
          'order',
          'order_item',
          'payment',
          'refund',
          'shipment',
          'shipment_item',
          'review',
          'seller_payout',
        ],
      },
    ],
    wishes: [{ kind: 'currencies', of: [] }],
  },
  {
    name: 'news-site',
    title: 'News site',
    about: 'Articles in sections, with their former texts, tags, pictures and comments; newsletters.',
    parts: [{ domain: 'content', entities: 'all' }],
  },
  {
    name: 'online-shop',
    title: 'Online shop',
    about:
      'Products with variants, carts, orders at the prices of the moment with a copy of their addresses, payments, ' +
      'refunds, shipments, stock and reviews.',
    parts: [
      {
        domain: 'shop',
        entities: [
          'customer',
          'address',
          'category',
          'brand',
          'product',
          'product_category',
          'product_variant',
          'product_image',
          'stock_level',
          'cart',
          'cart_item',
          'wish_list',
          'wish_list_item',
          'order',
          'order_item',
          'payment',
          'refund',
          'shipment',
          'shipment_item',
          'review',
          'coupon',
          'coupon_use',
        ],
      },
    ],
  },
  {
    name: 'recruiting',
    title: 'Recruiting',
    about: 'Openings, candidates, applications by stage and interviews. Candidates are erased when the law says so.',
    parts: [
      {
        domain: 'hr',
        entities: ['employee', 'department', 'position', 'job_opening', 'candidate', 'job_application', 'interview'],
      },
    ],
    wishes: [{ kind: 'privacy', of: [] }],
  },
  {
    name: 'rental-management',
    title: 'Management of rented property',
    about: 'Buildings and units, leases that never overlap, what is due and what was paid, repairs.',
    parts: [
      {
        domain: 'property',
        entities: [
          'person',
          'building',
          'unit',
          'ownership',
          'lease',
          'lease_party',
          'rent_charge',
          'rent_payment',
          'maintenance_request',
        ],
      },
    ],
  },
  {
    name: 'saas-billing',
    title: 'SaaS with billing',
    about:
      'Tenants with members and roles, who subscribe to plans: what they may use, what they used, invoices and payments.',
    parts: [
      { domain: 'saas', entities: ['tenant', 'user', 'role', 'membership', 'invitation', 'audit_event'] },
      { domain: 'subscriptions', entities: 'all', instead: { subscriber: 'tenant' } },
    ],
    wishes: [{ kind: 'tenancy', of: [], by: 'tenant' }],
  },
  {
    name: 'saas-multi-tenant',
    title: 'SaaS for many tenants',
    about:
      'Tenants share the tables; every row of a tenant names it, row-level security shows each only its own, and unique ' +
      'keys hold within a tenant. One person may belong to several.',
    parts: [{ domain: 'saas', entities: 'all' }],
    wishes: [{ kind: 'tenancy', of: [], by: 'tenant' }],
  },
  {
    name: 'sales-pipeline',
    title: 'Sales pipeline',
    about: 'Leads, companies and people, deals on their way through stages, what was talked and what is to be done.',
    parts: [
      {
        domain: 'crm',
        entities: [
          'agent',
          'company',
          'contact',
          'lead',
          'pipeline',
          'pipeline_stage',
          'deal',
          'interaction',
          'follow_up',
        ],
      },
    ],
  },
  {
    name: 'social-feed',
    title: 'Social feed',
    about:
      'People follow each other and post; feeds are read far more often than written, so counters stand with posts and ' +
      'profiles, and pages go on from the last row seen.',
    parts: [
      {
        domain: 'social',
        entities: [
          'user',
          'follow',
          'user_block',
          'post',
          'post_media',
          'comment',
          'post_like',
          'hashtag',
          'post_hashtag',
          'bookmark',
          'notification',
          'content_report',
        ],
      },
    ],
  },
  {
    name: 'subscription-billing',
    title: 'Subscriptions and billing',
    about:
      'Plans and prices that are replaced, never changed; subscriptions, usage, invoices that are never changed once issued.',
    parts: [{ domain: 'subscriptions', entities: 'all' }],
  },
  {
    name: 'warehouse',
    title: 'Warehouse',
    about: 'What lies where, every movement of it, what is ordered from suppliers and what leaves.',
    parts: [{ domain: 'logistics', entities: 'all' }],
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    about:
      'Endpoints that tenants want to be told at, and every attempt to tell them, taken from a queue and dropped when old.',
    parts: [{ domain: 'saas', entities: ['tenant', 'user', 'api_key', 'webhook_endpoint', 'webhook_delivery'] }],
  },
];
