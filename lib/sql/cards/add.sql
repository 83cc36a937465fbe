-- Enters equal cards, each with the next number of the one series.
-- $1 ids, $2 offer name, $3 terms, $4 replaces lost, $5 valid from, $6 valid to, $7 now
insert into card (id, number, offer_name, terms, replaces_lost, valid_from, valid_to, made_at)
select
    made.id,
    nextval('card_number'),
    $2,
    $3,
    $4,
    cast($5 as date),
    cast($6 as date),
    cast($7 as timestamp)
from (select unnest(cast($1 as uuid[])) as id) as made
