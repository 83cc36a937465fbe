-- Adds the municipality; the primary key refuses a second one.
-- $1 name, $2 number, $3 whether it is a demonstration, $4 now
insert into municipality (name, number, is_demonstration, warning_tells, started_at)
values ($1, $2, $3, 'totals', $4)
