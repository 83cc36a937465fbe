-- Balances whose redemptions, less those undone, are not what is gone from them.
-- One row per such balance.
with redeemed as (
    select redemption.balance_id, sum(redemption.punches) as punches
    from redemption
    left join redemption_undo on redemption_undo.redemption_id = redemption.id
    where redemption_undo.redemption_id is null
    group by redemption.balance_id
)
select
    card_balance.id as balance_id,
    card_balance.punches_given - card_balance.punches_left as punches_gone,
    cast(coalesce(redeemed.punches, 0) as integer) as punches_redeemed
from card_balance
left join redeemed on redeemed.balance_id = card_balance.id
where card_balance.punches_given - card_balance.punches_left <> coalesce(redeemed.punches, 0)
