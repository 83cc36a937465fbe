-- The øre that are left on a card, or on the one that replaced it when it was lost. One row.
-- $1 card
with recursive held as (
    select cast($1 as uuid) as card_id
    union all
    select card_money.card_id
    from held
    join card_money on card_money.follows = held.card_id
)

select min(card_money.left_ore) as left_ore
from held
join card_money on card_money.card_id = held.card_id
