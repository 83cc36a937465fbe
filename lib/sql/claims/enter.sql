-- Takes kroner from a card and enters the claim for them, both or neither.
-- One row; none where too little is left.
-- $1 id, $2 request key, $3 card, $4 partner, $5 øre, $6 purpose, $7 season, $8 till or null,
-- $9 staff user or null, $10 day received, $11 now
with taken as (
    update card_money
    set left_ore = left_ore - $5
    where card_id = $3 and left_ore >= $5
    returning card_id
)
insert into claim (
    id,
    number,
    request_key,
    card_id,
    partner_id,
    amount_ore,
    purpose,
    season,
    till_id,
    entered_by,
    received_on,
    claimed_at,
    state
)
select
    $1,
    nextval('claim_number'),
    $2,
    taken.card_id,
    $4,
    $5,
    $6,
    $7,
    cast($8 as uuid),
    cast($9 as uuid),
    $10,
    $11,
    'open'
from taken
returning id
