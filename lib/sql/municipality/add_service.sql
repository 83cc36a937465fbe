-- Adds an open service.
-- $1 id, $2 name, $3 phone, $4 e-mail, $5 contact person, $6 what it does
insert into service (id, name, phone, email, contact_name, does)
values ($1, $2, $3, $4, $5, $6)
