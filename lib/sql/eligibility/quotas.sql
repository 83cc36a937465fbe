-- Every scheme's quotas, by category name. One row per scheme and category with a limit.
select
    scheme_quota.scheme_id,
    scheme_quota.category,
    category.name as category_name,
    scheme_quota.units_a_year
from scheme_quota
join category on category.code = scheme_quota.category
order by category.name
