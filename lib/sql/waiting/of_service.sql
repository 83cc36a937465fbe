-- Whom a service waits with, those with tickets now first, then the longest wait.
-- One row per person and offer.
-- $1 service, $2 day
with stocked as (
    select distinct batch.offer_id
    from pool
    join batch on batch.id = pool.batch_id
    where pool.service_id = $1
        and (pool.units_left is null or pool.units_left > 0)
        and (coalesce(batch.event_date, batch.valid_to) is null
            or coalesce(batch.event_date, batch.valid_to) >= $2)
)

select
    waiting.id,
    waiting.person_id,
    person.reference as person_reference,
    waiting.offer_id,
    offer.name as offer_name,
    partner.name as partner_name,
    waiting.put_at,
    waiting.offer_id in (select stocked.offer_id from stocked) as has_tickets
from waiting
join person on person.id = waiting.person_id
join offer on offer.id = waiting.offer_id
join partner on partner.id = offer.partner_id
where waiting.service_id = $1
    and waiting.ended_at is null
    and offer.closed_at is null
    and exists (
        select 1
        from membership
        where membership.person_id = waiting.person_id
            and membership.service_id = $1
            and not membership.ended
    )
    and not exists (
        select 1
        from award
        join batch on batch.id = award.batch_id
        where award.person_id = waiting.person_id
            and award.service_id = $1
            and batch.offer_id = waiting.offer_id
            and award.awarded_at >= waiting.put_at
    )
order by has_tickets desc, waiting.put_at, waiting.id
