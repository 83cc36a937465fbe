-- Cancels an award by an entry of its own.
-- $1 award, $2 reason, $3 units returned, $4 staff user, $5 when
insert into award_cancellation (award_id, reason, units_returned, cancelled_by, cancelled_at)
values ($1, $2, $3, $4, $5)
