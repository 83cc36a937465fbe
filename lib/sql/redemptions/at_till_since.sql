-- Redemptions of a card at a till, newest first. One row per redemption.
-- $1 card, $2 till, $3 the earliest moment
select id
from redemption
where card_id = $1 and till_id = $2 and redeemed_at >= $3
order by redeemed_at desc, id
