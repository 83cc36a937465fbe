-- What a person was awarded in a period, by all services, less what was cancelled.
-- One row per scheme and category, by category name.
-- $1 person, $2 first day, $3 last day
with given as (
    select award.scheme_id, award.category, cast(sum(award.units) as integer) as units
    from award
    where award.person_id = $1
        and award.awarded_on between $2 and $3
        and award.id not in (select award_cancellation.award_id from award_cancellation)
    group by award.scheme_id, award.category
)

select category.name as category, given.units, scheme_quota.units_a_year as quota
from given
join category on category.code = given.category
left join scheme_quota
    on scheme_quota.scheme_id = given.scheme_id and scheme_quota.category = given.category
order by category.name, given.scheme_id
