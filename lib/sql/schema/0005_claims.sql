-- Claims: kroner that clubs ask for by a card's number, and the payments that answer them.
-- Money is in øre. Whom a card belongs to is nowhere here.

create sequence claim_number start 1001;
create sequence payment_list_number start 1;

create table claim (
    id uuid primary key,
    number bigint not null unique,  -- what is said on the phone
    request_key text not null unique,
    card_id uuid not null,
    partner_id uuid not null,
    amount_ore bigint not null check (amount_ore > 0),
    purpose text not null check (purpose <> 'one_off'),  -- claims.Purpose
    season text not null,  -- claims.Season
    till_id uuid,
    entered_by uuid,  -- who wrote in a claim that came by mail
    received_on date not null,
    claimed_at timestamp not null,
    state text not null,  -- claims.ClaimState
    reason text,  -- claims.RefuseReason
    payment_id uuid,
    check ((till_id is null) <> (entered_by is null)),
    check ((state = 'refused') = (reason is not null)),
    check ((state = 'listed') = (payment_id is not null))
);
create index claim_card on claim (card_id);
create index claim_partner on claim (partner_id);

-- Every decision, those that were undone too: undone is a decision to open it again.
create table claim_decision (
    id uuid primary key,
    claim_id uuid not null,
    state text not null,  -- claims.ClaimState
    reason text,
    decided_by uuid not null,
    decided_at timestamp not null
);
create index claim_decision_claim on claim_decision (claim_id);

-- Claims that told a till whether a number was a card's, or what was left; too many, and it waits.
create table claim_miss (
    id uuid primary key,
    till_id uuid not null,
    missed_at timestamp not null
);
create index claim_miss_till on claim_miss (till_id);

-- Whose account the bank is asked to pay from.
create table payer (
    only_row integer primary key default 1 check (only_row = 1),
    organisation_number text not null,
    account_number text not null,
    bic text not null
);

create table payment_list (
    id uuid primary key,
    number bigint not null unique,
    pay_on date not null,
    made_by uuid not null,
    made_at timestamp not null
);

-- What one partner is paid by one list, to the account it had that day.
create table payment (
    id uuid primary key,
    payment_list_id uuid not null,
    partner_id uuid not null,
    partner_name text not null,
    organisation_number text,
    account_number text not null,
    amount_ore bigint not null check (amount_ore > 0),
    unique (payment_list_id, partner_id)
);
