-- Puts the kroner of claims back on their cards.
-- $1 claims
with claimed as (
    select claim.card_id, cast(sum(claim.amount_ore) as bigint) as amount_ore
    from claim
    where claim.id in (select unnest(cast($1 as uuid[])))
    group by claim.card_id
)
update card_money
set left_ore = card_money.left_ore + claimed.amount_ore
from claimed
where card_money.card_id = claimed.card_id
