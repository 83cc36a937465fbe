-- Cards without a person: sold by a shop, or given as gift or prize. They are of the one series;
-- only these tables know how they were got.

create table card_issue (
    id uuid primary key,
    scheme_id uuid not null,
    batch_id uuid not null,
    number integer not null,  -- counted within the scheme, written on the list and on no card
    channel text not null,  -- card_issues.Channel
    partner_id uuid,  -- where they are sold
    units integer not null check (units > 0),
    price_ore bigint check (price_ore >= 0),
    issued_by uuid not null,
    issued_on date not null,
    issued_at timestamp not null,
    unique (scheme_id, number)
);

create table card_issue_card (
    card_id uuid primary key,
    issue_id uuid not null
);
create index card_issue_card_issue on card_issue_card (issue_id);

-- A sold card that came back unused.
create table card_return (
    card_id uuid primary key,
    returned_by uuid not null,
    returned_at timestamp not null
);
