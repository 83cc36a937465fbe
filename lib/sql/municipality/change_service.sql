-- Changes what a service is called, how it is reached and what it does.
-- $1 service, $2 name, $3 phone, $4 e-mail, $5 contact person, $6 what it does
update service
set name = $2, phone = $3, email = $4, contact_name = $5, does = $6
where id = $1
