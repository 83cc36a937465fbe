-- Enters equal cards, each with the next number of the one series.
-- $1 ids, $2 offer name, $3 valid from, $4 valid to, $5 now
insert into card (id, number, offer_name, valid_from, valid_to, made_at)
select made.id, nextval('card_number'), $2, cast($3 as date), cast($4 as date), cast($5 as timestamp)
from (select unnest(cast($1 as uuid[])) as id) as made
