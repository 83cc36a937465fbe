-- Payments that are not the sum of their claims. One row per such payment.
with claimed as (
    select claim.payment_id, cast(sum(claim.amount_ore) as bigint) as amount_ore
    from claim
    where claim.payment_id is not null
    group by claim.payment_id
)
select
    payment.id as payment_id,
    payment.amount_ore as paid_ore,
    coalesce(claimed.amount_ore, 0) as claimed_ore
from payment
left join claimed on claimed.payment_id = payment.id
where payment.amount_ore <> coalesce(claimed.amount_ore, 0)
