-- Replaces what is known of a partner.
-- $1 id, $2 name, $3 organisation number, $4 contact, $5 phone, $6 email, $7 reach,
-- $8 account number
update partner
set
    name = $2,
    organisation_number = $3,
    contact_name = $4,
    phone = $5,
    email = $6,
    reach = $7,
    account_number = $8
where id = $1
