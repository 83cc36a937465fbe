-- A household as one service knows it. One row.
-- $1 household, $2 service
select household_service.id, household_service.reference, household_service.sealed
from household_service
where household_service.household_id = $1 and household_service.service_id = $2
