/**
 * Names of what a score must not be trained on, in Spanish, Portuguese and English, without accents.
 * A name of several words also counts when it is written as one.
 */
const PROTECTED_NAMES: readonly string[] = [
  // Sex, gender, orientation
  ...['sex', 'sexo', 'gender', 'genero', 'male', 'female', 'mujer', 'mulher', 'hombre', 'homem'],
  ...['masculino', 'femenino', 'feminino', 'sexual', 'orientacion sexual', 'orientacao sexual'],
  ...['lgbt', 'pregnant', 'pregnancy', 'embarazo', 'embarazada', 'gravidez', 'gestante'],
  // Age
  ...['age', 'ages', 'edad', 'idade', 'birth', 'birthday', 'birthdate', 'birth date', 'dob'],
  ...['date of birth', 'nacimiento', 'fecha nacimiento', 'fecha de nacimiento', 'nascimento'],
  ...['data nascimento', 'data de nascimento', 'birth year', 'year of birth'],
  // Marital status
  ...['marital', 'marital status', 'civil status', 'estado civil', 'marriage', 'married'],
  ...['divorced', 'widowed', 'casado', 'casada', 'soltero', 'soltera', 'solteiro', 'solteira'],
  ...['divorciado', 'divorciada', 'viudo', 'viuda', 'viuvo', 'matrimonio', 'casamento'],
  // Nationality and origin
  ...['nationality', 'nacionalidad', 'nacionalidade', 'naturalidade', 'citizenship', 'citizen'],
  ...['ciudadania', 'cidadania', 'foreign', 'foreigner', 'extranjero', 'extranjera'],
  ...['estrangeiro', 'estrangeira', 'immigrant', 'inmigrante', 'imigrante', 'migrante'],
  ...['national origin', 'origen nacional', 'origen etnico', 'mother tongue', 'lengua materna'],
  // Race and ethnicity
  ...['race', 'racial', 'raza', 'raca', 'ethnic', 'ethnicity', 'etnia', 'etnico', 'etnica'],
  ...['color', 'colour', 'cor', 'skin', 'piel', 'pele', 'indigenous', 'indigena'],
  ...['afrodescendiente', 'afrodescendente', 'quilombola'],
  // Belief and belonging
  ...['religion', 'religious', 'religiao', 'religioso', 'religiosa', 'creed', 'credo', 'faith'],
  ...['political', 'politica', 'partido', 'trade union', 'sindicato', 'sindical'],
  // Health and body
  ...['health', 'salud', 'saude', 'disability', 'disabled', 'discapacidad', 'deficiencia'],
  ...['deficiente', 'genetic', 'genetico', 'biometric', 'biometrico'],
  // Address
  ...['address', 'direccion', 'endereco', 'domicilio', 'street', 'calle', 'rua', 'neighborhood'],
  ...['neighbourhood', 'barrio', 'bairro', 'colonia', 'zip', 'zip code', 'postal', 'postcode'],
  ...['postal code', 'codigo postal', 'cep'],
];

const PROTECTED_WORDS: readonly (readonly string[])[] = PROTECTED_NAMES.map((name) =>
  name.split(' '),
);

/**
 * Whether an attribute's name says that it is protected. Names are compared by whole words, so
 * `corPele`, `estado_civil` and `Año de nacimiento` are, and `score` and `average` are not.
 */
export function isProtectedName(key: string): boolean {
  const words = wordsOf(key);
  return PROTECTED_WORDS.some((name) => words.includes(name.join('')) || contains(words, name));
}

function wordsOf(key: string): string[] {
  return key
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

function contains(words: readonly string[], name: readonly string[]): boolean {
  return words.some((_, start) => name.every((word, offset) => words[start + offset] === word));
}
