/** The schema, one step for each version. A step that was released is never changed. */
import type { PlainColumn } from "./plain_columns.ts";

/** Some steps need the keys: between two pieces of SQL they seal what stood there in plain words. */
export type Migration = string | SealingStep;

export interface SealingStep {
  readonly before: string;
  readonly seal: readonly PlainColumn[];
  readonly after: string;
}

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

const sealed: SealingStep = {
  before: `
-- Format, length of the key's id, the id, a nonce, words and tag: see lib/store/sealing.ts.
create domain sealed as bytea check (
  case when octet_length(value) < 31 then false
    else get_byte(value, 0) = 1 and octet_length(value) >= 30 + get_byte(value, 1) end);
create function sealing_key(value bytea) returns text language sql immutable strict
  as $$ select convert_from(substring(value from 3 for get_byte(value, 1)), 'UTF8') $$;
-- HMAC-SHA-256 of an E.164 number or an e-mail address.
create domain contact_hash as bytea check (octet_length(value) = 32);

-- Keys that values here are sealed with; their bytes are never in the database.
create table sealing_keys (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  -- Tells another key of the same name.
  proof bytea not null check (octet_length(proof) = 32),
  made_at timestamptz not null default now(),
  -- Nothing is sealed with it from then on; what is may still have to be opened.
  retired_at timestamptz
);

alter table turns add sealed sealed;
alter table calls add sealed sealed, add caller_hash contact_hash;
alter table lead_fields add sealed_quote sealed, add sealed_value sealed,
  add contact_hash contact_hash, alter value drop not null;
alter table refused_facts add sealed sealed;
`,
  seal: [
    { table: "turns", plain: "said", sealed: "sealed" },
    {
      table: "calls",
      plain: "caller_number",
      sealed: "sealed",
      contact: { plain: "caller_number", hash: "caller_hash" },
    },
    { table: "lead_fields", plain: "quote", sealed: "sealed_quote" },
    {
      table: "lead_fields",
      plain: "case when field in ('name', 'phone', 'email', 'callback') then value::text end",
      sealed: "sealed_value",
      contact: {
        plain: "case field when 'phone' then value->>'e164' when 'email' then value#>>'{}' end",
        hash: "contact_hash",
      },
    },
    { table: "refused_facts", plain: "fact", sealed: "sealed" },
  ],
  after: `
update lead_fields set value = null where sealed_value is not null;

alter table turns drop said;
alter table turns rename sealed to said;
alter table turns alter said set not null;

alter table calls drop caller_number;
alter table calls rename sealed to caller_number;
alter table calls add check ((caller_number is null) = (caller_hash is null));
create index calls_caller_hash on calls (caller_hash) where caller_hash is not null;

alter table lead_fields drop quote;
alter table lead_fields rename sealed_quote to quote;
alter table lead_fields alter quote set not null;
-- A person's own data is sealed; what the campaign asked for can be counted.
alter table lead_fields
  add check ((value is null) <> (sealed_value is null)),
  add check ((field in ('name', 'phone', 'email', 'callback')) = (value is null)),
  add check ((field in ('phone', 'email')) = (contact_hash is not null)) not valid;
create index lead_fields_contact_hash on lead_fields (contact_hash)
  where contact_hash is not null;

alter table refused_facts drop fact;
alter table refused_facts rename sealed to fact;
alter table refused_facts alter fact set not null;

-- Writes each table anew: without this, what was dropped would stay in its pages.
alter table turns alter said type sealed using (said || ''::bytea)::sealed;
alter table calls alter caller_number type sealed using (caller_number || ''::bytea)::sealed;
alter table lead_fields alter quote type sealed using (quote || ''::bytea)::sealed;
alter table refused_facts alter fact type sealed using (fact || ''::bytea)::sealed;
`,
};

const auditChain = `
-- Whoever reads or changes personal data stands here: whose, and which columns, never what is in them.
alter table audit
  alter id drop identity,
  add calls uuid[] not null default '{}',
  add columns text[] not null default '{}',
  add hash bytea check (octet_length(hash) = 32);

-- The last entry. Its row is locked by whoever adds one, so that the chain has one end.
create table audit_head (
  is_head boolean primary key default true check (is_head),
  id bigint not null check (id >= 0),
  hash bytea not null check (octet_length(hash) = 32)
);
insert into audit_head (id, hash) values (0, sha256(''));

-- Each part with its length before it, so that no two entries are written the same way.
create function audit_hash(before bytea, entry audit) returns bytea language sql stable as $$
  select sha256(before || convert_to(
    string_agg(octet_length(part) || ':' || part, '' order by place), 'UTF8'))
  from unnest(array[
    entry.id::text, (extract(epoch from entry.at) * 1000000)::bigint::text,
    entry.actor, entry.action,
    array_to_string(entry.calls, ' '), array_to_string(entry.columns, ' '), entry.details::text
  ]) with ordinality as parts (part, place)
$$;

create function chain_audit() returns trigger language plpgsql as $$
declare
  head audit_head;
begin
  select * into strict head from audit_head for update;
  new.id := head.id + 1;
  new.hash := audit_hash(head.hash, new);
  update audit_head set id = new.id, hash = new.hash;
  return new;
end $$;

-- What was noted before there was a chain is its beginning.
alter table audit disable trigger audit_only_grows;
do $$
declare
  entry audit;
  old_id bigint;
  head audit_head;
begin
  select * into strict head from audit_head;
  for entry in select * from audit order by id loop
    old_id := entry.id;
    entry.id := head.id + 1;
    entry.hash := audit_hash(head.hash, entry);
    update audit set id = entry.id, hash = entry.hash where id = old_id;
    head.id := entry.id;
    head.hash := entry.hash;
  end loop;
  update audit_head set id = head.id, hash = head.hash;
end $$;
alter table audit enable trigger audit_only_grows;
alter table audit alter hash set not null;
create trigger audit_is_a_chain before insert on audit
  for each row execute function chain_audit();
create trigger audit_head_stays before delete or truncate on audit_head
  for each statement execute function refuse_change();
`;

const heldPeople = `
-- Of a person, sealed, for as long as it stands: covers the calls that are still to come.
alter table holds
  add contact sealed,
  add check (released_at is not null or (contact is null) <> (call_id is null));
`;

const campaigns = `
-- A version is never changed: calls name the one that they used.
create table campaigns (
  id text not null check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
  version integer not null check (version > 0),
  origin text not null check (origin in ('shipped', 'imported')),
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  created_at timestamptz not null default now(),
  primary key (id, version)
);
create function refuse_new_wording() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a campaign is never changed: import a new one';
end $$;
create trigger campaigns_only_grow before update on campaigns
  for each statement execute function refuse_new_wording();
`;

const evidence = `
-- Null: of a Parley that did not write it down.
alter table lead_fields
  -- When the caller began to say it, since the call began.
  add at_ms integer check (at_ms >= 0),
  -- JSON: what was held for the answer before, oldest first.
  add history sealed;
alter table leads
  add score smallint check (score between 0 and 100),
  -- [{"points": 10, "why": "Agreed to be called."}, …]
  add score_reasons jsonb check (jsonb_typeof(score_reasons) = 'array'),
  add disqualifiers text[],
  add check ((score is null) = (score_reasons is null)),
  add check ((score is null) = (disqualifiers is null));
create index leads_score on leads (score);
`;

const deliveryLimits = `
alter table delivery_plugins
  -- Configured, whether it runs at this moment or not: what happens meanwhile is owed to it.
  add is_owed boolean not null default false;
update delivery_plugins set is_owed = is_on;
alter table deliveries
  -- Since when its tries fail: begins anew when a person retries it.
  add failing_since timestamptz;
-- What a destination says later is about a receipt.
create index deliveries_receipt on deliveries using gin (receipt jsonb_path_ops);
`;

const deliveryHosts = `
-- Processes that make deliveries, and what each has: a plugin is on where one of them has it on.
create table delivery_hosts (
  host uuid not null,
  plugin text not null,
  kinds text[] not null,
  -- False: configured, and not running at this moment.
  is_on boolean not null,
  seen_at timestamptz not null default now(),
  -- It has ended by itself. Where it starts anew, it has another name.
  left_at timestamptz,
  primary key (host, plugin)
);
-- What waits for a person is counted all the time.
create index deliveries_dead on deliveries (plugin) where state = 'dead';
`;

const wholeStates = `
-- What an older Parley left half said is said in full, so that the rules hold for all of them.
insert into delivery_plugins (plugin, kinds, is_on, at_once, per_minute)
  select distinct plugin, array[]::text[], false, 1, 1 from deliveries on conflict do nothing;
update deliveries set
  finished_at = case when state in ('done', 'dead', 'cancelled')
    then coalesce(finished_at, last_at, made_at) end,
  first_at = case when attempt > 0 then coalesce(first_at, last_at, made_at) end,
  last_at = case when attempt > 0 then coalesce(last_at, first_at, made_at) end,
  reason = case state when 'done' then null when 'dead' then coalesce(reason, 'unknown')
    else reason end;
alter table deliveries
  add foreign key (plugin) references delivery_plugins,
  -- It is over, and then it is known since when.
  add check ((state in ('done', 'dead', 'cancelled')) = (finished_at is not null)),
  add check ((kind = 'report_due') = (call_id is null)),
  add check ((attempt > 0) = (first_at is not null)),
  add check ((first_at is null) = (last_at is null)),
  add check (state <> 'running' or attempt > 0),
  -- Why it is not done: what is parked has a reason, and what is done has none.
  add check (state <> 'dead' or reason is not null),
  add check (state <> 'done' or reason is null);

-- These are for new rows: those of before stand as they are.
alter table delivery_plugins
  add check (kinds <@ array['lead_qualified', 'call_ended', 'erase_person', 'report_due'])
    not valid;

-- Whom a hold was on is known for as long as it stands.
alter table holds add check (released_at is null or contact is null) not valid;

alter table leads
  add check (cardinality(disqualifiers) = 0 or score = 0) not valid;

-- One end of a sum or of a span may be open; both are not, and they never cross.
alter table lead_fields
  add check (jsonb_typeof(value) <> 'object' or not value ? 'minMinor' or (
    (value->>'minMinor' is not null or value->>'maxMinor' is not null)
    and coalesce((value->>'minMinor')::numeric <= (value->>'maxMinor')::numeric, true)))
    not valid,
  add check (jsonb_typeof(value) <> 'object' or not value ? 'horizon' or (
    value->>'horizon' in ('short', 'medium', 'long')
    and coalesce(value->>'minMonths', '0') ~ '^[0-9]{1,9}$'
    and coalesce(value->>'maxMonths', '0') ~ '^[0-9]{1,9}$'
    and coalesce((value->>'minMonths')::numeric <= (value->>'maxMonths')::numeric, true)))
    not valid;
`;

const turnsThatGoOn = `
-- The row whose words begin this one's: the caller went on when the turn was held to be over. It stays,
-- since what was agreed to in it is proved by it.
alter table turns add replaces integer check (replaces < seq);
`;

const turnScores = `
-- What plugins make of a turn, by their names. It may come before its turn, and goes with it.
create table turn_scores (
  call_id uuid not null references calls (id) on delete cascade,
  -- The number of the turn's own fact.
  seq integer not null check (seq > 0),
  -- {"sentiment": -0.5}
  scores jsonb not null check (jsonb_typeof(scores) = 'object'),
  -- The turn's.
  at timestamptz not null,
  primary key (call_id, seq)
);
create index turn_scores_at on turn_scores (at);
`;

export const MIGRATIONS: readonly Migration[] = [
  calls,
  anyOrder,
  turnTimings,
  handovers,
  deliveries,
  law,
  costs,
  sealed,
  auditChain,
  heldPeople,
  campaigns,
  evidence,
  deliveryLimits,
  deliveryHosts,
  wholeStates,
  turnsThatGoOn,
  turnScores,
];
