-- Replaces what is known of an organisation.
-- $1 id, $2 name, $3 kind, $4 contact, $5 phone, $6 e-mail, $7 link, $8 what they do
update organisation
set
    name = $2,
    kind = $3,
    contact_name = $4,
    phone = $5,
    email = $6,
    link = $7,
    does = $8
where id = $1
