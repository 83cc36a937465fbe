-- Adds an answer; one service answers a request once.
-- $1 request, $2 answering service, $3 answer, $4 staff user, $5 when
insert into contact_answer (request_id, service_id, answer, answered_by, answered_at)
values ($1, $2, $3, $4, $5)
