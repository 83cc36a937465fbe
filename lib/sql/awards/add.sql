-- Adds an award.
-- $1 id, $2 person, $3 household, $4 scheme, $5 entitlement, $6 batch, $7 pool, $8 units,
-- $9 category, $10 sealed for statistics, $11 service, $12 staff user, $13 day, $14 when
insert into award (
    id, person_id, household_id, scheme_id, entitlement_id, batch_id, pool_id, units, category,
    sealed, service_id, staff_user_id, awarded_on, awarded_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
