-- The offers that have been stocked, with what they are grouped by. One row per offer.
-- The scheme is that of the first delivery, so that no figure changes its group.
with first_delivery as (
    select
        batch.offer_id,
        batch.scheme_id,
        row_number() over (
            partition by batch.offer_id order by batch.received_on, batch.id
        ) as place
    from batch
)

select
    cast(offer.id as text) as offer,
    cast(offer.partner_id as text) as partner,
    cast(first_delivery.scheme_id as text) as scheme,
    offer.availability
from offer
join first_delivery on first_delivery.offer_id = offer.id and first_delivery.place = 1
