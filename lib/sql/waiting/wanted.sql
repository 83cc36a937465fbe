-- Offers somebody waits for, most wanted first. One row per offer.
select
    offer.id as offer_id,
    offer.name as offer_name,
    partner.name as partner_name,
    cast(count(*) as integer) as waiting
from waiting
join offer on offer.id = waiting.offer_id
join partner on partner.id = offer.partner_id
where waiting.ended_at is null
    and offer.closed_at is null
    and not exists (
        select 1
        from award
        join batch on batch.id = award.batch_id
        where award.person_id = waiting.person_id
            and award.service_id = waiting.service_id
            and batch.offer_id = waiting.offer_id
            and award.awarded_at >= waiting.put_at
    )
group by offer.id, offer.name, partner.name
order by waiting desc, offer.name, offer.id
