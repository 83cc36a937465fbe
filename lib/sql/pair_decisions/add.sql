-- Keeps a decision about a pair.
-- $1 id, $2 person with the smaller id, $3 the other, $4 verdict, $5 staff user, $6 when
insert into pair_decision (id, first_id, second_id, verdict, decided_by, decided_at)
values ($1, $2, $3, $4, $5, $6)
