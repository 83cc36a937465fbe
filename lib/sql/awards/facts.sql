-- All that the rules ask about one batch, one person and one service. One row.
-- $1 batch, $2 person, $3 service, $4 first and $5 last day of the calendar year
with this_year as (
    select
        cast(coalesce(sum(award.units), 0) as integer) as taken,
        cast(
            coalesce(sum(case when award.service_id <> $3 then award.units end), 0) as integer
        ) as taken_elsewhere
    from award
    left join award_cancellation on award_cancellation.award_id = award.id
    join batch as theirs on theirs.id = award.batch_id
    join offer as given on given.id = theirs.offer_id
    join batch as asked on asked.id = $1
    join offer as asked_offer on asked_offer.id = asked.offer_id
    where award.person_id = $2
        and award.awarded_on between $4 and $5
        and award.scheme_id = asked.scheme_id
        and given.category = asked_offer.category
        and award_cancellation.award_id is null
)

select
    batch.id as batch_id,
    offer.name as offer_name,
    offer.partner_id,
    partner.name as partner_name,
    offer.category,
    category.name as category_name,
    offer.kind as offer_kind,
    offer.age_from,
    offer.age_to,
    batch.scheme_id,
    batch.ticket_form,
    batch.punches_per_unit,
    batch.valid_from,
    batch.valid_to,
    batch.event_date,
    pool.id as pool_id,
    pool.units_left,
    this_year.taken,
    this_year.taken_elsewhere,
    scheme_quota.units_a_year as quota
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
cross join this_year
left join pool on pool.batch_id = batch.id and pool.service_id = $3
left join scheme_quota
    on scheme_quota.scheme_id = batch.scheme_id and scheme_quota.category = offer.category
where batch.id = $1
