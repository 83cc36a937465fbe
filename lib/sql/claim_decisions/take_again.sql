-- Opens a refused claim again where the card still has its kroner, both or neither.
-- One row; none where too little is left.
-- $1 claim
with taken as (
    update card_money
    set left_ore = card_money.left_ore - claim.amount_ore
    from claim
    where claim.id = $1
        and claim.state = 'refused'
        and card_money.card_id = claim.card_id
        and card_money.left_ore >= claim.amount_ore
    returning card_money.card_id
)
update claim
set state = 'open', reason = null
from taken
where claim.id = $1
returning claim.id
