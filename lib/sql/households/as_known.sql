-- A household as one service knows it, with its neighbourhood's name. One row.
-- $1 household, $2 service
select household_service.reference, neighbourhood.name as neighbourhood
from household_service
left join neighbourhood on neighbourhood.id = household_service.neighbourhood_id
where household_service.household_id = $1 and household_service.service_id = $2
