-- What a service can award a person on a day: not had before first, then near, then soonest over.
-- One row per batch.
-- $1 person, $2 service, $3 day, $4 age in years, or null
with home as (
    select household_service.neighbourhood_id
    from membership
    join household_service
        on household_service.household_id = membership.household_id
        and household_service.service_id = membership.service_id
    where membership.person_id = $1
        and membership.service_id = $2
        and membership.valid_to is null
),

had as (
    select distinct batch.offer_id
    from award
    join batch on batch.id = award.batch_id
    where award.person_id = $1
        and award.service_id = $2
        and award.id not in (select award_cancellation.award_id from award_cancellation)
)

select
    batch.id as batch_id,
    offer.name as offer_name,
    partner.name as partner_name,
    offer.category,
    category.name as category_name,
    offer.neighbourhood_id is not null
        and offer.neighbourhood_id in (select home.neighbourhood_id from home) as near,
    coalesce(batch.event_date, batch.valid_to) as last_day,
    pool.units_left,
    offer.id in (select had.offer_id from had) as had_before
from pool
join batch on batch.id = pool.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
where pool.service_id = $2
    and (pool.units_left is null or pool.units_left > 0)
    and (coalesce(batch.event_date, batch.valid_to) is null
        or coalesce(batch.event_date, batch.valid_to) >= $3)
    and offer.kind in ('one_off', 'scheme_card')
    and offer.closed_at is null
    and (cast($4 as integer) is null or offer.age_from is null or offer.age_from <= $4)
    and (cast($4 as integer) is null or offer.age_to is null or offer.age_to >= $4)
order by
    had_before,
    near desc,
    coalesce(batch.event_date, batch.valid_to) nulls last,
    offer.name,
    batch.id
