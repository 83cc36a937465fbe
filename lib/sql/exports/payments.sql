-- What partners were paid, by list, then partner. One row per payment.
select
    payment_list.number,
    payment_list.pay_on,
    payment.partner_name,
    payment.organisation_number,
    payment.account_number,
    payment.amount_ore,
    (
        select cast(count(*) as integer)
        from claim
        where claim.payment_id = payment.id
    ) as claims
from payment
join payment_list on payment_list.id = payment.payment_list_id
order by payment_list.number, lower(payment.partner_name), payment.id
