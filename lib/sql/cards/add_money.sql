-- Puts equal kroner on cards.
-- $1 cards, $2 øre on each, $3 the lost card they were left on, or null
insert into card_money (card_id, given_ore, left_ore, follows)
select made.card_id, cast($2 as bigint), cast($2 as bigint), cast($3 as uuid)
from (select unnest(cast($1 as uuid[])) as card_id) as made
