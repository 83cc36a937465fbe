-- Payment lists with their totals, newest first. One row per list.
-- $1 list, or null for all
select
    payment_list.id,
    payment_list.number,
    payment_list.pay_on,
    payment_list.made_at,
    cast(sum(payment.amount_ore) as bigint) as total_ore,
    cast(count(*) as integer) as payments
from payment_list
join payment on payment.payment_list_id = payment_list.id
where cast($1 as uuid) is null or payment_list.id = $1
group by payment_list.id, payment_list.number, payment_list.pay_on, payment_list.made_at
order by payment_list.number desc
