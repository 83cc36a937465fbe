-- Enters the counter-entry of a redemption and gives its punches back, both or neither.
-- One row; none where it was undone before.
-- $1 redemption, $2 till, $3 now
with undone as (
    insert into redemption_undo (redemption_id, till_id, undone_at)
    select redemption.id, $2, $3
    from redemption
    where redemption.id = $1
        and not exists (select 1 from redemption_undo where redemption_undo.redemption_id = $1)
    returning redemption_id
)
update card_balance
set punches_left = card_balance.punches_left + redemption.punches
from undone
join redemption on redemption.id = undone.redemption_id
where card_balance.id = redemption.balance_id
returning card_balance.id
