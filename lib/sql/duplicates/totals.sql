-- What a person was awarded in a period, by all services, less what was cancelled.
-- One row per scheme and category, by category name.
-- $1 person, $2 first day, $3 last day
select
    category.name as category,
    cast(sum(award.units) as integer) as units,
    scheme_quota.units_a_year as quota
from award
left join award_cancellation on award_cancellation.award_id = award.id
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
join category on category.code = offer.category
left join scheme_quota
    on scheme_quota.scheme_id = award.scheme_id
    and scheme_quota.category = offer.category
where award.person_id = $1
    and award.awarded_on between $2 and $3
    and award_cancellation.award_id is null
group by award.scheme_id, category.name, scheme_quota.units_a_year
order by category.name, award.scheme_id
