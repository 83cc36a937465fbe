-- A redemption with what its balance has left now. One row.
-- $1 redemption
select
    redemption.id,
    redemption.request_key,
    redemption.card_id,
    redemption.balance_id,
    redemption.category,
    redemption.punches,
    card_balance.punches_left,
    redemption.partner_id,
    redemption.till_id,
    redemption.redeemed_on,
    redemption.redeemed_at,
    redemption_undo.undone_at
from redemption
join card_balance on card_balance.id = redemption.balance_id
left join redemption_undo on redemption_undo.redemption_id = redemption.id
where redemption.id = $1
