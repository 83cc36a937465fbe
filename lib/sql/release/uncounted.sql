-- Offers whose use in a month nobody has counted, by name. One row per offer.
-- Chosen by stock alone: whether anyone was awarded tickets must not show.
-- $1 first day of the month, $2 the day after its last
select distinct
    cast(offer.id as text) as offer,
    case
        when offer.name = partner.name then offer.name
        else partner.name || ': ' || offer.name
    end as name
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
where batch.ticket_form <> 'qr'
    and batch.received_on < $2
    and coalesce(batch.valid_from, $1) < $2
    and coalesce(batch.valid_to, $1) >= $1
    and (batch.event_date is null or (batch.event_date >= $1 and batch.event_date < $2))
    and not exists (
        select 1
        from use_count
        where use_count.batch_id = batch.id and use_count.month >= $1 and use_count.month < $2
    )
order by name, offer
