-- How much of each yearly quota a person has taken, by all services. One row per category.
-- $1 scheme, $2 person, $3 first day, $4 last day
with taken as (
    select award.category, cast(sum(award.units) as integer) as units
    from award
    where award.person_id = $2
        and award.scheme_id = $1
        and award.awarded_on between $3 and $4
        and award.id not in (select award_cancellation.award_id from award_cancellation)
    group by award.category
)

select
    category.name as category,
    scheme_quota.units_a_year as quota,
    coalesce(taken.units, 0) as taken
from scheme_quota
join category on category.code = scheme_quota.category
left join taken on taken.category = scheme_quota.category
where scheme_quota.scheme_id = $1
order by category.name
