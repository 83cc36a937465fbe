-- Persons and households. Names, birth dates and address protection are sealed;
-- a keyed hash finds an identity number again, the number itself is not kept.

create table person (
    id uuid primary key,
    reference text not null unique,
    sealed bytea not null
);

create table person_identifier (
    number_hash bytea primary key,
    id uuid not null default gen_random_uuid(),  -- names the row whatever key its hash is made with
    person_id uuid not null,
    kind text not null  -- identity_numbers.IdentityKind
);
create index person_identifier_person on person_identifier (person_id);

-- Who has changed, in order: the stopper's index in memory follows it (lib/kept_index.py).
create table person_change (
    number bigint primary key,
    person_id uuid not null
);

-- Which services have registered a number: each sees and takes back its own alone.
create table person_identifier_service (
    id uuid primary key,
    number_hash bytea not null,
    service_id uuid not null,
    sealed bytea not null,  -- when: persons.registered
    unique (number_hash, service_id)
);

-- A household belongs to every service that registered it, under that service's own reference.
create table household_service (
    id uuid primary key,
    household_id uuid not null,
    service_id uuid not null,
    reference text not null unique,
    sealed bytea not null,  -- which memberships are its own: memberships.roster
    registered_by uuid not null,
    registered_at timestamp not null,
    unique (household_id, service_id)
);
create index household_service_service on household_service (service_id);

-- Whom a service knows, and sealed where they live: no service sees another's members, and
-- nobody without the key sees who lives together.
create table membership (
    id uuid primary key,
    person_id uuid not null,
    service_id uuid not null,
    sealed bytea not null,  -- household, role, neighbourhood and since when: memberships.seal
    ended boolean not null default false
);
create index membership_person on membership (person_id);

-- A guardian's consent that other services may learn which service knows the child.
create table consent (
    id uuid primary key,
    person_id uuid not null,
    service_id uuid not null,
    given_on date not null,
    recorded_by uuid not null,
    recorded_at timestamp not null,
    withdrawn_at timestamp
);
create index consent_person on consent (person_id);

-- Its name is never a key: two schemes may share one.
create table scheme (
    id uuid primary key,
    name text not null,
    kind text not null default 'tickets',  -- schemes.SchemeKind
    purpose text not null,
    owner_unit text not null,
    decision text not null,  -- body, case number and date
    age_from integer not null,
    age_to integer not null check (age_to >= age_from),
    -- One change to come: from that day the other ages hold.
    ages_change_on date,
    next_age_from integer,
    next_age_to integer check (next_age_to >= next_age_from),
    period text not null default 'calendar_year',  -- schemes.Period
    people_per_visit integer not null default 1 check (people_per_visit > 0),
    companion_to_age integer,  -- with a holder up to this age somebody comes along free
    replaces_lost boolean not null default true,
    price_ore bigint check (price_ore >= 0),  -- null is not for sale
    amount_ore bigint check (amount_ore > 0),  -- on a card with kroner; the most from a fund
    valid_from date not null,
    valid_to date
);

create table scheme_criterion (
    scheme_id uuid not null,
    code text not null,
    name text not null,
    retired boolean not null default false,  -- for no new rights; those it gave still stand
    primary key (scheme_id, code)
);

-- How much one person may have of a category in a period of the scheme; no row, no limit.
create table scheme_quota (
    scheme_id uuid not null,
    category text not null,
    units_a_year integer not null check (units_a_year > 0),
    primary key (scheme_id, category)
);

-- What the scheme's own card holds of each category.
create table scheme_content (
    scheme_id uuid not null,
    category text not null,
    punches integer not null check (punches > 0),
    primary key (scheme_id, category)
);

-- A year of a scheme with cards of its own: they are stocked as one batch, the cap is its size.
create table scheme_year (
    scheme_id uuid not null,
    year integer not null,
    batch_id uuid not null,
    budget_ore bigint check (budget_ore >= 0),  -- null is no limit
    closed_at timestamp,
    primary key (scheme_id, year)
);

-- Assessed once by a service, asked for at each award by all.
create table entitlement (
    id uuid primary key,
    person_id uuid not null,
    scheme_id uuid not null,
    criterion text not null,
    service_id uuid not null,
    assessed_by uuid not null,
    assessed_at timestamp not null,
    valid_from date not null,
    valid_to date not null,
    withdrawn_at timestamp,
    check (valid_to >= valid_from)
);
create index entitlement_person on entitlement (person_id);

-- The blind request: the asked service does not learn who asks until it accepts.
create table contact_request (
    id uuid primary key,
    person_id uuid not null,
    route text not null,  -- contact_requests.Route
    asking_service_id uuid not null,
    asked_by uuid not null,
    asked_at timestamp not null
);
create index contact_request_person on contact_request (person_id);

create table contact_answer (
    request_id uuid not null,
    service_id uuid not null,  -- the answering one; the coordinator answers for the asker's own
    answer text not null,  -- contact_requests.Answer
    answered_by uuid not null,
    answered_at timestamp not null,
    primary key (request_id, service_id)
);
