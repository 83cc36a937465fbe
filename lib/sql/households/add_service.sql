-- A service registers a household under a reference of its own.
-- $1 id, $2 household, $3 service, $4 reference, $5 sealed area, $6 staff user, $7 when
insert into household_service (
    id, household_id, service_id, reference, sealed, registered_by, registered_at
)
values ($1, $2, $3, $4, $5, $6, $7)
