-- Adds an award.
-- $1 id, $2 person, $3 scheme, $4 entitlement, $5 batch, $6 pool, $7 units, $8 category,
-- $9 sealed for statistics, $10 service, $11 staff user, $12 day, $13 when
insert into award (
    id, person_id, scheme_id, entitlement_id, batch_id, pool_id, units, category,
    sealed, service_id, staff_user_id, awarded_on, awarded_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
