-- Changes what a service is called and how it is reached.
-- $1 service, $2 name, $3 phone, $4 e-mail
update service
set name = $2, phone = $3, email = $4
where id = $1
