-- How often a card was punched at a partner's tills on a day, less what was undone. One row.
-- $1 card, $2 partner, $3 day, $4 the sheet, which is no till
select cast(count(*) as integer) as times
from redemption
where redemption.card_id = $1
    and redemption.partner_id = $2
    and redemption.redeemed_on = $3
    and redemption.till_id <> $4
    and redemption.id not in (select redemption_undo.redemption_id from redemption_undo)
