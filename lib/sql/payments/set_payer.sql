-- Sets whose account the bank is asked to pay from.
-- $1 organisation number, $2 account number, $3 bic
insert into payer (organisation_number, account_number, bic)
values ($1, $2, $3)
on conflict (only_row) do update
set
    organisation_number = excluded.organisation_number,
    account_number = excluded.account_number,
    bic = excluded.bic
