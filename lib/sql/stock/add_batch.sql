-- Adds a batch; the same delivery key twice is refused by the schema.
-- $1 id, then the fields of stock.Delivery in their order
insert into batch (
    id, offer_id, scheme_id, acquisition, quantity, received_on, delivery_key, unit_kind,
    ticket_form, punches_per_unit, unit_price_ore, face_value_ore, funding_source_id,
    valid_from, valid_to, event_date, low_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
