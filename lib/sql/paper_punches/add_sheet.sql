-- Adds a sheet under the next number.
-- $1 id, $2 partner, $3 staff user, $4 day, $5 when
insert into punch_sheet (id, number, partner_id, made_by, made_on, made_at)
select
    cast($1 as uuid),
    coalesce(max(punch_sheet.number), 0) + 1,
    cast($2 as uuid),
    cast($3 as uuid),
    cast($4 as date),
    cast($5 as timestamp)
from punch_sheet
