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

export const MIGRATIONS: readonly string[] = [calls];
