/** Where a customer lives. */
export interface City {
  city: string;
  state: string;
  neighborhoods: readonly string[];
}

/** What money and addresses look like in one country of the portfolio. */
export interface Country {
  code: string;
  name: string;
  currency: string;
  /** Share of the portfolio. */
  share: number;
  /** Monthly; incomes are multiples of it. In whole currency units. */
  minimumWage: number;
  /** Incomes and requested amounts are multiples of this; whole currency units. */
  roundTo: number;
  /** Instalments are multiples of this. */
  instalmentStepMinor: number;
  /** Nominal, per month. */
  interestRate: number;
  /** By how much loans grow in a year with prices. */
  yearlyInflation: number;
  streets: readonly string[];
  cities: readonly City[];
}

function city(name: string, state: string, ...neighborhoods: string[]): City {
  return { city: name, state, neighborhoods };
}

const MEXICO: Country = {
  code: 'MX',
  name: 'México',
  currency: 'MXN',
  share: 0.38,
  minimumWage: 8_500,
  roundTo: 100,
  instalmentStepMinor: 1_000,
  interestRate: 0.045,
  yearlyInflation: 0.05,
  streets: ['Av. Benito Juárez', 'Calle Hidalgo', 'Calle 5 de Mayo', 'Av. Revolución', 'Morelos'],
  cities: [
    city('Guadalajara', 'Jalisco', 'Americana', 'Oblatos', 'Chapalita'),
    city('Monterrey', 'Nuevo León', 'Mitras', 'Cumbres', 'Independencia'),
    city('Puebla', 'Puebla', 'La Paz', 'San Manuel', 'Analco'),
    city('Mérida', 'Yucatán', 'Itzimná', 'Pensiones', 'Francisco de Montejo'),
    city('Ciudad de México', 'Ciudad de México', 'Iztapalapa', 'Narvarte', 'Lindavista'),
  ],
};

const COLOMBIA: Country = {
  code: 'CO',
  name: 'Colombia',
  currency: 'COP',
  share: 0.2,
  minimumWage: 1_423_500,
  roundTo: 10_000,
  instalmentStepMinor: 100_000,
  interestRate: 0.021,
  yearlyInflation: 0.06,
  streets: ['Carrera 7', 'Calle 45', 'Avenida Caracas', 'Carrera 15', 'Transversal 93'],
  cities: [
    city('Bogotá', 'Bogotá D.C.', 'Chapinero', 'Kennedy', 'Suba'),
    city('Medellín', 'Antioquia', 'Laureles', 'Belén', 'Aranjuez'),
    city('Cali', 'Valle del Cauca', 'San Fernando', 'El Ingenio', 'Siloé'),
    city('Barranquilla', 'Atlántico', 'El Prado', 'Boston', 'La Manga'),
  ],
};

const PERU: Country = {
  code: 'PE',
  name: 'Perú',
  currency: 'PEN',
  share: 0.15,
  minimumWage: 1_130,
  roundTo: 10,
  instalmentStepMinor: 50,
  interestRate: 0.038,
  yearlyInflation: 0.03,
  streets: ['Av. Arequipa', 'Jirón de la Unión', 'Av. La Marina', 'Calle Los Olivos'],
  cities: [
    city('Lima', 'Lima', 'San Juan de Lurigancho', 'Comas', 'Surco'),
    city('Arequipa', 'Arequipa', 'Cayma', 'Yanahuara', 'Paucarpata'),
    city('Trujillo', 'La Libertad', 'El Porvenir', 'Víctor Larco', 'La Esperanza'),
  ],
};

const BRAZIL: Country = {
  code: 'BR',
  name: 'Brasil',
  currency: 'BRL',
  share: 0.15,
  minimumWage: 1_518,
  roundTo: 10,
  instalmentStepMinor: 1,
  interestRate: 0.049,
  yearlyInflation: 0.05,
  streets: ['Rua das Flores', 'Avenida Brasil', 'Rua XV de Novembro', 'Rua São João'],
  cities: [
    city('São Paulo', 'São Paulo', 'Itaquera', 'Santo Amaro', 'Vila Mariana'),
    city('Recife', 'Pernambuco', 'Boa Viagem', 'Casa Amarela', 'Ibura'),
    city('Belo Horizonte', 'Minas Gerais', 'Savassi', 'Venda Nova', 'Barreiro'),
    city('Goiânia', 'Goiás', 'Setor Bueno', 'Campinas', 'Jardim América'),
  ],
};

const CHILE: Country = {
  code: 'CL',
  name: 'Chile',
  currency: 'CLP',
  share: 0.07,
  minimumWage: 529_000,
  roundTo: 5_000,
  instalmentStepMinor: 10_000,
  interestRate: 0.026,
  yearlyInflation: 0.04,
  streets: ['Avenida Matta', "Calle O'Higgins", 'Pasaje Los Aromos', 'Avenida Colón'],
  cities: [
    city('Santiago', 'Región Metropolitana', 'Maipú', 'Ñuñoa', 'La Florida'),
    city('Concepción', 'Biobío', 'Barrio Norte', 'Lorenzo Arenas', 'Collao'),
  ],
};

const ARGENTINA: Country = {
  code: 'AR',
  name: 'Argentina',
  currency: 'ARS',
  share: 0.05,
  minimumWage: 320_000,
  roundTo: 5_000,
  instalmentStepMinor: 10_000,
  interestRate: 0.07,
  yearlyInflation: 0.4,
  streets: ['Av. San Martín', 'Calle Belgrano', 'Av. Rivadavia', 'Calle Mitre'],
  cities: [
    city('Córdoba', 'Córdoba', 'Alberdi', 'Nueva Córdoba', 'General Paz'),
    city('Rosario', 'Santa Fe', 'Echesortu', 'Fisherton', 'Pichincha'),
  ],
};

export const COUNTRIES: readonly Country[] = [MEXICO, COLOMBIA, PERU, BRAZIL, CHILE, ARGENTINA];
