-- Puts the kroner of claims back on their cards, or takes them again. The card that
-- replaced a lost one holds what was left on it, so its kroner follow.
-- $1 claims, $2 1 to put back, -1 to take again
with recursive owed as (
    select claim.card_id, claim.amount_ore, cast(0 as bigint) as given_ore
    from claim
    where claim.id in (select unnest(cast($1 as uuid[])))
    union all
    select card_money.card_id, owed.amount_ore, owed.amount_ore as given_ore
    from owed
    join card_money on card_money.follows = owed.card_id
),

of_card as (
    select
        owed.card_id,
        cast(sum(owed.amount_ore) as bigint) as amount_ore,
        cast(sum(owed.given_ore) as bigint) as given_ore
    from owed
    group by owed.card_id
)

update card_money
set
    given_ore = card_money.given_ore + $2 * of_card.given_ore,
    left_ore = card_money.left_ore + $2 * of_card.amount_ore
from of_card
where card_money.card_id = of_card.card_id
