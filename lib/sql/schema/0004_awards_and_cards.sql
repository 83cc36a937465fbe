-- Awards give units to a person; cards carry them; redemptions use them.

create table award (
    id uuid primary key,
    person_id uuid not null,
    scheme_id uuid not null,
    entitlement_id uuid not null,
    batch_id uuid not null,
    pool_id uuid not null,
    units integer not null check (units > 0),
    -- As they were that day: quotas and statistics read these, never the person.
    category text not null,
    sealed bytea not null,  -- age band and neighbourhood: award_groups
    service_id uuid not null,
    staff_user_id uuid not null,
    awarded_on date not null,
    awarded_at timestamp not null
);
create index award_person on award (person_id);
create index award_batch on award (batch_id);

create table award_cancellation (
    award_id uuid primary key,
    reason text not null,  -- awards.CancelReason
    units_returned integer not null check (units_returned >= 0),
    cancelled_by uuid not null,
    cancelled_at timestamp not null
);

create sequence card_number start 100001;

-- A card knows nothing of how it was got: a ticket is a card with one use.
-- It keeps the rules it was given under, whatever becomes of the scheme.
create table card (
    id uuid primary key,
    number bigint not null unique,
    offer_name text not null,
    terms text not null default '',  -- who may come along, in words
    replaces_lost boolean not null default true,
    valid_from date,
    valid_to date,
    made_at timestamp not null
);

-- Punches by category; with a partner where the ticket is good at that partner alone.
create table card_balance (
    id uuid primary key,
    card_id uuid not null,
    category text not null,
    partner_id uuid,
    punches_given integer not null check (punches_given > 0),
    punches_left integer not null check (punches_left >= 0 and punches_left <= punches_given)
);
create index card_balance_card on card_balance (card_id);

-- Kroner on a card; what is left falls with each claim, and the check is the last wall.
create table card_money (
    card_id uuid primary key,
    given_ore bigint not null check (given_ore > 0),
    left_ore bigint not null check (left_ore >= 0 and left_ore <= given_ore),
    follows uuid unique  -- the lost card that these were left on; what comes back there, comes here
);

create table award_card (
    card_id uuid primary key,
    award_id uuid not null,
    replaces uuid unique  -- the lost card whose punches this one took over
);
create index award_card_award on award_card (award_id);

create table card_block (
    card_id uuid primary key,
    reason text not null,  -- cards.BlockReason
    blocked_by uuid not null,
    blocked_at timestamp not null
);

-- What was handed over together, on one paper and one page; the holder's link opens the page.
create table sheet (
    id uuid primary key,
    holder_hash bytea not null unique,
    made_by uuid not null,
    made_at timestamp not null
);

-- The QR's secret and the short code, as keyed hashes. A reprint replaces them.
create table card_secret (
    secret_hash bytea primary key,
    card_id uuid not null,
    sheet_id uuid not null,
    kind text not null,  -- cards.SecretKind
    replaced_at timestamp
);
create index card_secret_card on card_secret (card_id);
create index card_secret_sheet on card_secret (sheet_id);

create table till (
    id uuid primary key,
    partner_id uuid not null,
    name text not null,
    pairing_hash bytea not null unique,
    pairing_until timestamp not null,
    token_hash bytea unique,
    paired_at timestamp,
    revoked_at timestamp
);

create table redemption (
    id uuid primary key,
    request_key text not null unique,
    card_id uuid not null,
    balance_id uuid not null,
    category text not null,
    punches integer not null check (punches > 0),
    partner_id uuid not null,
    till_id uuid not null,
    redeemed_on date not null,
    redeemed_at timestamp not null
);
create index redemption_card on redemption (card_id);

create table redemption_undo (
    redemption_id uuid primary key,
    till_id uuid not null,
    undone_at timestamp not null
);

-- Typed short codes that hit nothing; a till with too many must wait.
create table short_code_miss (
    id uuid primary key,
    till_id uuid not null,
    missed_at timestamp not null
);
create index short_code_miss_till on short_code_miss (till_id);
