-- A service registers a household under a reference of its own.
-- $1 household, $2 service, $3 reference, $4 neighbourhood, $5 staff user, $6 when
insert into household_service (
    household_id, service_id, reference, neighbourhood_id, registered_by, registered_at
)
values ($1, $2, $3, $4, $5, $6)
