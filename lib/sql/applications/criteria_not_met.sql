-- The criteria that an application was refused for, by name.
-- $1 application, $2 its scheme
select scheme_criterion.code, scheme_criterion.name
from application_criterion_not_met
join scheme_criterion
    on scheme_criterion.code = application_criterion_not_met.code
    and scheme_criterion.scheme_id = $2
where application_criterion_not_met.application_id = $1
order by scheme_criterion.name
