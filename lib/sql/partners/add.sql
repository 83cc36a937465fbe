-- Adds an open partner.
-- $1 id, $2 name, $3 organisation number, $4 contact, $5 phone, $6 email, $7 reach,
-- $8 account number
insert into partner (id, name, organisation_number, contact_name, phone, email, reach, account_number)
values ($1, $2, $3, $4, $5, $6, $7, $8)
