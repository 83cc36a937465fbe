-- Puts equal kroner on cards.
-- $1 cards, $2 øre on each
insert into card_money (card_id, given_ore, left_ore)
select made.card_id, cast($2 as bigint), cast($2 as bigint)
from (select unnest(cast($1 as uuid[])) as card_id) as made
