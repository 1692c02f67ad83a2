-- KS has become an object with its interval, which a number of before does not have.
update trainings set metrics = metrics #- '{byCustomer,ks}' #- '{outOfTime,ks}'
where jsonb_typeof(metrics #> '{byCustomer,ks}') = 'number';
