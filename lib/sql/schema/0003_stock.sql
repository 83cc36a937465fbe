-- Partners, what they offer, and the tickets in stock. Money is in øre.

create table partner (
    id uuid primary key,
    name text not null unique,
    organisation_number text,
    account_number text,  -- where claims are paid to
    contact_name text not null,
    phone text not null,
    email text not null,
    reach text not null,  -- partners.Reach
    closed_at timestamp
);

create table offer (
    id uuid primary key,
    partner_id uuid not null,
    name text not null,
    category text not null,
    kind text not null,  -- offers.OfferKind: a one-off scheme refuses membership fees
    availability text not null,  -- offers.Availability
    place text not null,
    neighbourhood_id uuid,
    age_from integer,
    age_to integer,
    accessibility text not null,
    link text not null,
    when_text text not null,  -- opening hours, or when it is, in words
    closed_at timestamp,
    unique (partner_id, name)
);

create table funding_source (
    id uuid primary key,
    name text not null unique,
    kind text not null  -- funding.SourceKind
);

create table funding_budget (
    funding_source_id uuid not null,
    year integer not null,
    budget_ore bigint not null check (budget_ore >= 0),
    primary key (funding_source_id, year)
);

-- A delivery of equal units. What is left of it is in its pools, never here.
create table batch (
    id uuid primary key,
    offer_id uuid not null,
    scheme_id uuid not null,
    acquisition text not null,  -- stock.Acquisition
    unit_kind text not null,  -- stock.UnitKind
    ticket_form text not null,  -- stock.TicketForm: our QR, the partner's codes, or paper
    punches_per_unit integer not null check (punches_per_unit > 0),
    quantity integer check (quantity >= 0),  -- as delivered; null is unknown
    unit_price_ore bigint check (unit_price_ore >= 0),
    face_value_ore bigint check (face_value_ore >= 0),
    funding_source_id uuid,
    valid_from date,
    valid_to date,
    event_date date,
    low_at integer not null check (low_at >= 0),  -- the day's list warns from here down
    received_on date not null,
    delivery_key text not null unique,  -- the same spreadsheet row twice is the same delivery
    check (valid_from is null or valid_to is null or valid_to >= valid_from)
);
create index batch_offer on batch (offer_id);

-- A part of a batch in the hands of a service; without a service, the coordinator's own store.
-- Units left is null where the quantity is unknown; the check is the last wall against oversale.
create table pool (
    id uuid primary key,
    batch_id uuid not null,
    service_id uuid,
    units_left integer check (units_left >= 0)
);
create index pool_batch on pool (batch_id);
create unique index pool_once_a_service
    on pool (batch_id, (coalesce(service_id, cast('00000000-0000-0000-0000-000000000000' as uuid))));

-- The ledger: what a known pool has left is the sum of its movements.
create table movement (
    id uuid primary key,
    pool_id uuid not null,
    batch_id uuid not null,
    kind text not null,  -- stock.MovementKind
    units integer not null,  -- signed
    award_id uuid,
    reason text,  -- a code, never free text
    staff_user_id uuid,
    moved_at timestamp not null
);
create index movement_pool on movement (pool_id);
create index movement_batch on movement (batch_id);

-- A partner's own code or PDF ticket, sealed: whoever holds it can use it.
create table partner_code (
    id uuid primary key,
    batch_id uuid not null,
    code_hash bytea not null unique,
    sealed bytea not null,
    media text not null,  -- partner_codes.Media
    position integer not null,
    award_id uuid,
    printed_at timestamp  -- when it was last put on a paper of ours
);
create index partner_code_batch on partner_code (batch_id);

-- How many of a batch were used in a month, as the partner counted them; the latest count stands.
create table use_count (
    id uuid primary key,
    batch_id uuid not null,
    month date not null,
    units integer not null check (units >= 0),
    counted_by uuid not null,
    counted_at timestamp not null
);
create index use_count_batch on use_count (batch_id);
