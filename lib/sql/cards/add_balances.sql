-- Enters equal balances, one a card.
-- $1 ids, $2 cards in the same order, $3 category, $4 partner or null, $5 punches
insert into card_balance (id, card_id, category, partner_id, punches_given, punches_left)
select made.id, made.card_id, $3, cast($4 as uuid), cast($5 as integer), cast($5 as integer)
from (
    select unnest(cast($1 as uuid[])) as id, unnest(cast($2 as uuid[])) as card_id
) as made
