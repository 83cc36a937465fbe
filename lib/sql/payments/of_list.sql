-- What a list pays, by partner's name. One row per payment.
-- $1 payment list
select
    payment.id,
    payment.partner_id,
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
where payment.payment_list_id = $1
order by lower(payment.partner_name), payment.id
