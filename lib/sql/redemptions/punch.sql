-- Takes punches from a balance and enters the redemption, both or neither.
-- One row; none where too few are left.
-- $1 id, $2 request key, $3 balance, $4 punches, $5 partner, $6 till, $7 day, $8 now
with taken as (
    update card_balance
    set punches_left = punches_left - $4
    where id = $3 and punches_left >= $4
    returning id, card_id, category
)
insert into redemption (
    id,
    request_key,
    card_id,
    balance_id,
    category,
    punches,
    partner_id,
    till_id,
    redeemed_on,
    redeemed_at
)
select $1, $2, taken.card_id, taken.id, taken.category, $4, $5, $6, $7, $8
from taken
returning id
