-- A scheme's yearly quotas, by category name. One row per category with a limit.
-- $1 scheme
select scheme_quota.category, category.name as category_name, scheme_quota.units_a_year
from scheme_quota
join category on category.code = scheme_quota.category
where scheme_quota.scheme_id = $1
order by category.name
