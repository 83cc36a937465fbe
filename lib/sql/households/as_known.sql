-- A household as one service knows it, beside every neighbourhood: the seal tells which is its own.
-- One row per neighbourhood, one at least.
-- $1 household, $2 service
select
    household_service.id,
    household_service.reference,
    household_service.sealed,
    neighbourhood.id as neighbourhood_id,
    neighbourhood.name as neighbourhood
from household_service
left join neighbourhood on true
where household_service.household_id = $1 and household_service.service_id = $2
