/** The schema, one step for each version. A step that was released is never changed. */

const calls = `
create table calls (
  id uuid primary key,
  campaign text not null,
  campaign_version integer not null check (campaign_version > 0),
  -- E.164 as the network gave it: a hint, never an identity.
  caller_number text check (caller_number ~ '^\\+[1-9][0-9]{5,14}$'),
  dialled text,
  started_at timestamptz not null,
  ended_at timestamptz,
  ended_by text check (ended_by in ('agent', 'caller', 'error')),
  end_reason text,
  turns integer check (turns >= 0),
  check ((ended_at is null) = (ended_by is null)),
  check ((ended_at is null) = (turns is null)),
  check (ended_at >= started_at)
);
create index calls_started_at on calls (started_at);

-- One row for each fact of a call that was taken in: a second one changes nothing.
create table call_facts (
  call_id uuid not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  primary key (call_id, seq)
);
create index call_facts_at on call_facts (at);

create table turns (
  call_id uuid not null references calls (id) on delete cascade,
  seq integer not null check (seq > 0),
  -- The caller's turn that it belongs to; 0 is the time before the caller spoke.
  turn integer not null check (turn >= 0),
  speaker text not null check (speaker in ('caller', 'agent')),
  said text not null,
  at timestamptz not null,
  primary key (call_id, seq)
);

create table leads (
  call_id uuid primary key references calls (id) on delete cascade,
  status text not null
    check (status in ('qualified', 'incomplete', 'not_interested', 'human_requested')),
  missing text[] not null,
  -- The number of the fact that this is: an older one that comes late changes nothing.
  seq integer not null check (seq > 0),
  updated_at timestamptz not null
);
create index leads_status on leads (status, updated_at);

create table lead_fields (
  call_id uuid not null references leads (call_id) on delete cascade,
  field text not null,
  value jsonb not null,
  -- The caller's own words, from this turn.
  quote text not null,
  turn integer not null check (turn >= 0),
  confidence real not null check (confidence between 0 and 1),
  found_by text not null check (found_by in ('rules', 'model', 'keypad')),
  primary key (call_id, field)
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  -- Counts and names, never a person's data.
  details jsonb not null default '{}'
);

create table retention_runs (
  period date primary key,
  ran_at timestamptz not null,
  deleted integer not null check (deleted >= 0)
);
`;

const anyOrder = `
-- Rules are for new rows: those of before stand as they are.
-- A fact may come before its call's first one: the call then has no campaign yet.
alter table calls
  alter column campaign drop not null,
  alter column campaign_version drop not null,
  add check ((campaign is null) = (campaign_version is null)) not valid,
  add check ((ended_at is null) = (end_reason is null)) not valid;

alter table leads add check (status <> 'qualified' or missing = '{}') not valid;

-- Money is whole minor units of a currency.
alter table lead_fields
  add check (jsonb_typeof(value) <> 'object' or not value ? 'minMinor' or (
    value->>'currency' ~ '^[A-Z]{3}$'
    and coalesce(value->>'minMinor', '0') ~ '^[0-9]{1,18}$'
    and coalesce(value->>'maxMinor', '0') ~ '^[0-9]{1,18}$')) not valid,
  add check (jsonb_typeof(value) <> 'object' or not value ? 'e164'
    or value->>'e164' ~ '^\\+[1-9][0-9]{1,14}$') not valid;

-- What the rules above refuse is kept for a person to look at, as long as other calls are.
create table refused_facts (
  call_id text not null,
  seq text not null,
  at timestamptz not null,
  -- Codes and names of rules, never a person's data.
  reason text not null,
  fact text not null,
  primary key (call_id, seq)
);
create index refused_facts_at on refused_facts (at);

-- A run deletes in batches; it stands unfinished until nothing is left that is due.
alter table retention_runs add finished_at timestamptz;
update retention_runs set finished_at = ran_at;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows';
end $$;
create trigger audit_only_grows before update or delete or truncate on audit
  for each statement execute function refuse_change();
`;

const turnTimings = `
-- When what happened in a turn, in ms after the caller's last sound; null is what did not happen.
create table turn_timings (
  call_id uuid not null references calls (id) on delete cascade,
  -- 0 is the greeting, counted from the call's begin.
  turn integer not null check (turn >= 0),
  sound_ended_at timestamptz not null,
  decided_ms integer not null,
  brain_asked_ms integer,
  first_token_ms integer,
  first_sentence_ms integer,
  filler_ms integer,
  voice_asked_ms integer,
  first_audio_ms integer,
  -- Given to the media socket.
  first_packet_ms integer,
  -- The first utterance was heard to its end, and the last one was.
  first_heard_ms integer,
  last_heard_ms integer,
  -- The caller broke in so long after the first packet.
  interrupted_after_ms integer check (interrupted_after_ms >= 0),
  -- [{"part": "brain", "to": "scripted"}, …]
  fallbacks jsonb not null check (jsonb_typeof(fallbacks) = 'array'),
  primary key (call_id, turn)
);
`;

const handovers = `
alter table calls
  add handed_over_at timestamptz,
  -- Set where no person took the call: NOANSWER, BUSY, CLOSED, FAILED, …
  add handed_back_why text;
`;

const deliveries = `
-- What the newest start has switched on: who gets which deliveries, and how fast.
create table delivery_plugins (
  plugin text primary key,
  kinds text[] not null,
  is_on boolean not null,
  at_once integer not null check (at_once > 0),
  per_minute integer not null check (per_minute > 0),
  -- Nothing is begun before: for its rate, or because the other side asked for a rest.
  free_at timestamptz not null default '-infinity'
);

-- Work owed to plugins. It refers to people and holds nothing of them.
create table deliveries (
  -- The order in which things happened.
  id bigint generated always as identity primary key,
  -- The same over all attempts: what the other side can know a second one by.
  key text not null unique,
  plugin text not null,
  kind text not null
    check (kind in ('lead_qualified', 'call_ended', 'erase_person', 'report_due')),
  -- Calls are erased, and what is owed for them then is not: no foreign key.
  call_id uuid,
  -- One after the other are those of the same person: a keyed hash of the number, else the call.
  person text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
  attempt integer not null default 0 check (attempt >= 0),
  -- Attempts in a row that ended in a fault of the plugin's.
  faults integer not null default 0 check (faults >= 0),
  -- Attempts in a row that nobody lived to report on.
  deaths integer not null default 0 check (deaths >= 0),
  made_at timestamptz not null default now(),
  due_at timestamptz not null,
  first_at timestamptz,
  last_at timestamptz,
  finished_at timestamptz,
  lease uuid,
  leased_until timestamptz,
  -- Why it is not done.
  reason text,
  -- Names that the other side gave: {"contact": "151"}.
  receipt jsonb not null default '{}' check (jsonb_typeof(receipt) = 'object'),
  check ((state = 'running') = (lease is not null)),
  check ((lease is null) = (leased_until is null))
);
create index deliveries_due on deliveries (plugin, due_at) where state in ('waiting', 'running');
create index deliveries_line on deliveries (plugin, person, id)
  where state in ('waiting', 'running');
create index deliveries_person on deliveries (person, plugin);
create index deliveries_call on deliveries (call_id);
`;

const law = `
-- That an AI speaks was said in the wording of this version, and heard to its end.
create table disclosures (
  call_id uuid not null references calls (id) on delete cascade,
  seq integer not null check (seq > 0),
  campaign text not null,
  campaign_version integer not null check (campaign_version > 0),
  said text not null,
  heard_at timestamptz not null,
  primary key (call_id, seq)
);

create table consents (
  call_id uuid not null references calls (id) on delete cascade,
  seq integer not null check (seq > 0),
  about text not null check (about in ('transcript', 'callback')),
  given boolean not null,
  -- Agreed to a question, wished it without one, or was told and spoke on.
  how text not null check (how in ('asked', 'unasked', 'spoke_on')),
  -- What the caller was asked or told, in the wording of this version.
  wording text,
  campaign text not null,
  campaign_version integer not null check (campaign_version > 0),
  -- The caller's turn that holds the answer.
  turn integer not null check (turn >= 0),
  at timestamptz not null,
  primary key (call_id, seq),
  check ((wording is null) = (how = 'unasked'))
);

-- What stands under a hold is neither deleted by rule nor erased on request.
create table holds (
  id bigint generated always as identity primary key,
  reason text not null check (reason <> ''),
  call_id uuid,
  placed_at timestamptz not null,
  placed_by text not null,
  released_at timestamptz,
  released_by text,
  check ((released_at is null) = (released_by is null))
);
create index holds_standing on holds (id) where released_at is null;

-- Each kind of data has a time of its own.
create index turns_at on turns (at);
create index leads_updated_at on leads (updated_at);
alter table retention_runs add counts jsonb not null default '{}'
  check (jsonb_typeof(counts) = 'object');
`;

const costs = `
-- Each use of a provider, in its units and in millionths of a currency; null: no price is known.
create table costs (
  call_id uuid not null references calls (id) on delete cascade,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  -- Of the books, which are kept in one time zone.
  day date not null,
  provider text not null,
  model text not null,
  -- {"prompt_tokens": 812, "answer_tokens": 31}
  units jsonb not null check (jsonb_typeof(units) = 'object'),
  -- The provider's own count never came.
  estimated boolean not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  micros bigint check (micros >= 0),
  primary key (call_id, seq)
);
create index costs_day on costs (day);

-- The sums of days outlive the calls: no person stands in them.
create table spending (
  day date not null,
  provider text not null,
  model text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  uses bigint not null check (uses > 0),
  unpriced bigint not null check (unpriced between 0 and uses),
  micros bigint not null check (micros >= 0),
  primary key (day, provider, model, currency)
);
`;

export const MIGRATIONS: readonly string[] = [
  calls,
  anyOrder,
  turnTimings,
  handovers,
  deliveries,
  law,
  costs,
];
