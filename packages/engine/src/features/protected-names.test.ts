import { describe, expect, it } from 'vitest';
import { isProtectedName } from './protected-names.js';

describe('protected names', () => {
  it.each([
    ...['gender', 'maritalStatus', 'dateOfBirth', 'addressStreet', 'addressCity'],
    ...['sexo', 'Gênero', 'género_cliente', 'EDAD', 'idadeCliente', 'customer-age', 'AGE_YEARS'],
    ...['estado_civil', 'EstadoCivil', 'estadocivil', 'ESTADOCIVIL', 'fecha de nacimiento'],
    ...['fechaNacimiento', 'data_nascimento', 'nacionalidad', 'Nacionalidade', 'foreign_worker'],
    ...['raza', 'Raça', 'corPele', 'cor', 'etnia', 'religión', 'religiao', 'personal_status_sex'],
    ...['codigoPostal', 'CEP', 'dirección', 'discapacidad', 'edad2', 'customerSEX', 'SEXCode'],
  ])('%s is one', (name) => {
    expect(isProtectedName(name)).toBe(true);
  });

  it.each([
    ...['score', 'creditScore', 'average', 'usage', 'mortgage', 'corporate', 'recorded', 'sector'],
    ...['income', 'renda', 'estado', 'estado_cuenta', 'trace', 'message', 'necesidad', 'region'],
    ...['creditLimit', 'requestedAmount', 'employment', 'product', 'sexto_pago', 'raceway'],
  ])('%s is none', (name) => {
    expect(isProtectedName(name)).toBe(false);
  });
});
