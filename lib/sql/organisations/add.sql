-- Adds an open organisation.
-- $1 id, $2 name, $3 kind, $4 contact, $5 phone, $6 e-mail, $7 link, $8 what they do
insert into organisation (id, name, kind, contact_name, phone, email, link, does)
values ($1, $2, $3, $4, $5, $6, $7, $8)
