-- Adds an issue under the scheme's next number.
-- $1 id, $2 scheme, $3 batch, $4 channel, $5 partner or null, $6 units, $7 price or null,
-- $8 staff user, $9 day, $10 when
insert into card_issue (
    id, scheme_id, batch_id, number, channel, partner_id, units, price_ore, issued_by, issued_on,
    issued_at
)
select
    cast($1 as uuid),
    cast($2 as uuid),
    cast($3 as uuid),
    coalesce(max(card_issue.number), 0) + 1,
    cast($4 as text),
    cast($5 as uuid),
    cast($6 as integer),
    cast($7 as bigint),
    cast($8 as uuid),
    cast($9 as date),
    cast($10 as timestamp)
from card_issue
where card_issue.scheme_id = $2
