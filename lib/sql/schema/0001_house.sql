-- The municipality, its services, places and categories, its staff users and what they did.

create table municipality (
    only_row integer primary key default 1 check (only_row = 1),
    name text not null,
    number text not null,
    is_demonstration boolean not null,
    warning_tells text not null,  -- duplicates.WarningTells
    started_at timestamp not null
);

create table service (
    id uuid primary key,
    name text not null unique,
    phone text not null,
    email text not null,
    contact_name text not null,  -- a function, or a name that staff may know
    does text not null,
    closed_at timestamp
);

create table neighbourhood (
    id uuid primary key,
    name text not null unique
);

create table category (
    code text primary key,
    name text not null unique
);

-- A municipality may call its categories otherwise; these are what the sources name.
insert into category values
    ('cinema', 'Kino'),
    ('swimming', 'Svømming'),
    ('theatre', 'Teater'),
    ('festival', 'Festival'),
    ('transport', 'Buss'),
    ('bowling', 'Bowling'),
    ('minigolf', 'Minigolf'),
    ('park', 'Familiepark'),
    ('trampoline', 'Trampolinepark'),
    ('funfair', 'Tivoli'),
    ('sport', 'Idrett'),
    ('card', 'Kort'),  -- a scheme's own card, as a whole
    ('other', 'Annet');

create table staff_user (
    id uuid primary key,
    username text not null unique,
    name text not null,
    service_id uuid,
    password_hash text not null,
    must_change_password boolean not null,
    failed_sign_ins integer not null default 0,
    locked_until timestamp,
    created_at timestamp not null,
    closed_at timestamp
);

create table staff_role (
    staff_user_id uuid not null,
    role text not null,  -- staff.Role
    primary key (staff_user_id, role)
);

create table session (
    token_hash bytea primary key,
    staff_user_id uuid not null,
    started_at timestamp not null,
    last_seen_at timestamp not null,
    ended_at timestamp
);

-- Whom a staff user asked about lately, as keyed hashes; forgotten after an hour.
create table asked (
    staff_user_id uuid not null,
    asked_hash bytea not null,
    asked_at timestamp not null
);
create index asked_staff_user on asked (staff_user_id);

-- One line for each act; never changed. The subject is a person, a household or a card.
create table audit_entry (
    id uuid primary key,
    noted_at timestamp not null,
    act text not null,  -- audit.Act
    staff_user_id uuid,
    service_id uuid,
    subject_id uuid,
    reference text,
    outcome text not null,  -- in words the log may show: a refusal's name, never a person's
    justification text,
    strict boolean not null  -- a protected person: read by the administrator first
);
create index audit_entry_subject on audit_entry (subject_id);
create index audit_entry_noted_at on audit_entry (noted_at);
