/**
 * The passwords that guessing tools try first, in lower case, from the lists published after breaches and what
 * people here choose. Shorter than six characters they are refused by their length.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  000000 0000000 00000000 000000000 0000000000 0123456 01234567 012345678 0123456789 0987654321
  101010 10101010 102030 10203040 1029384756 111111 1111111 11111111 111111111 1111111111
  111222 11112222 112233 11223344 1122334455 112233445566 11235813 121212 12121212 121314 123000
  123123 12312312 123123123 123321 123321123 1233211234567 12341234 12344321 123454321 123456
  1234567 12345678 123456789 1234567890 12345678901 123456789012 1234567891 123456789a 123456789q
  12345678a 12345678910 12345679 1234567a 123456a 123456aa 123456abc 123456q 1234abcd 1234qwer
  1234qwerasdf 123654 123654789 123698745 123789 123abc 123abc123 123asd 123qwe 123qweasd
  123qweasdzxc 131313 135790 1357924680 13579246 142536 147147 147258 147258369 147852 147852369
  151515 159159 159357 159753 159951 171717 181818 1a2b3c 1a2b3c4d 1a2b3c4d5e 1g2w3e4r 1q1q1q1q
  1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qw23er4
  20202020 202020 212121 222222 22222222 232323 246810 2468101214 252525 258258 25802580 258369
  2wsx3edc 314159 31415926 321321 321321321 321654 321654987 333333 33333333 3edc4rfv 420420
  444444 44444444 456123 456456 456789 456852 4815162342 54321012 543210 555555 55555555
  5555555555 654321 654123 666666 66666666 686868 696969 741852 741852963 753159 753951 765432
  7654321 777777 7777777 77777777 789123 789456 789456123 7894561230 789789 852456 852963
  87654321 876543210 888888 88888888 8888888888 951753 963852 963852741 987654 987654321
  9876543210 98765432 987987 999999 99999999 999999999 9999999999
  a12345 a123456 a1234567 a12345678 a123456789 a1b2c3 a1b2c3d4 aa123456 aa12345678 aaa111 aaaaaa
  aaaaaaa aaaaaaaa aabbcc abc123 abc1234 abc12345 abc123456 abc123abc abcabc abcd123 abcd1234
  abcd12345 abcdef abcdef123 abcdefg abcdefgh abcdefghi access access14 admin1 admin12 admin123
  admin1234 admin12345 admin@123 administrador administrator adminadmin adobe123 alejandra
  alejandro alexander alexandra amanda america amorcito amoreterno amorlindo amormio andrea angel123
  angela angelica angelito anthony antonio apple123 argentina asd123 asdasd asdasd123 asdasdasd
  asdf1234 asdfasdf asdfgh asdfgh123 asdfghj asdfghjk asdfghjkl asdfjkl asdqwe123 ashley asdzxc
  atletico auditoria azerty azerty123 azertyuiop babygirl bailey banana bandido banco123 barbara
  barcelona barcelona1 baseball basketball batman beatriz beautiful benjamin bienvenido
  bienvenida bienvenido1 blessed blink182 bonita brasil brasil123 brazil bubbles buster butterfly
  california camila camila123 canada cariño caribe carlos carlos123 carolina catalina cecilia
  changeme changeme1 changeme123 charlie cheese chelsea chile123 chivas chocolate chocolate1 christian
  cobranza cobranzas colombia colombia1 colombia123 colo-colo colocolo computador computadora computer
  consulta contador contraseña contrasena contraseña1 contrasena1 contraseña123 contrasena123
  cookie corazon corinthians credito credito123 creditos cristian cristiano cristina cristo
  cruzazul cuenta123 daniel daniel123 daniela default default1 diamond diego123 dinero dinero123
  diosesamor diosteama dolphin donald dragon dragon123 eduardo elizabeth emmanuel empresa
  empresa123 enamorada enter123 entrar esperanza estrella eternamente eusoulindo eusou123 facebook
  familia familia1 family feliz123 felicidad felicidade fernanda fernando financiera flamengo
  flamengo1 florida flower flowers football football1 forever francisco freedom friends fuckyou
  fuckyou1 futbol futebol gabriel gabriela gabriela1 gatito george gerente gerente123 ginger
  google google123 graciela guadalajara guadalupe guatemala guest123 guillermo gustavo hannah
  harley hector heather hello123 hellokitty hermosa hermoso honduras hunter hunter2 hola1234
  hola12345 hola123 holahola iloveyou iloveyou1 iloveyou2 iloveu independiente internet inicio123
  isabel isabella isabela jackson jasmine javier javier123 jefferson jennifer jeremias jessica
  jesucristo jesus123 jesus1 jesusteama jordan jordan23 jorge123 jose123 josecarlos joseph
  joshua juan123 juan1234 juancarlos juliana justin karina killer kristina lakers laura123
  letmein letmein1 letmein123 liberdade libertad liverpool lorena lovely loveme lovelove lucas123
  lucia123 lucky123 luis1234 luis123 madrid maestro maggie maiascore mamita mamapapa marcela
  marcelo margarita maria123 maria1234 mariana maricielo marina mariposa martin martina
  martinez master master123 matematica matheus matrix matthew maverick mauricio medellin mercedes
  merlin mexico mexico1 mexico123 mexicano michael michael1 michelle mickey miguel miguel123
  minecraft miperro mistrel mivida mnbvcxz monica monica123 monkey monkey123 mustang mynoob
  mypassword naruto natalia nataly nicaragua nicolas nicole nothing nopassword olivia operador
  oliver orlando oscar123 p@ssw0rd p@ssword p@$$w0rd pa$$w0rd pa55word pamela panama123 panasonic
  paraguay pass123 pass1234 pass12345 pass@123 passcode passpass passw0rd passw0rd1 password
  password! password0 password01 password1 password1! password11 password12 password123
  password123! password1234 password2 password3 password9 password@1 password@123 patricia
  patrick peaches peanut pepper perrito peru1234 peru2020 phoenix pikachu pokemon pokemon1 prestamo
  prestamos princesa princesa1 princess princess1 pumas123 purple q1w2e3 q1w2e3r4 q1w2e3r4t5
  qazwsx qazwsx123 qazwsxedc qqqqqq qqqqqqqq qwaszx qwe123 qwe123456 qweasd qweasdzxc qwer1234
  qwerasdf qwert1 qwert123 qwert12345 qwerty qwerty! qwerty1 qwerty12 qwerty123 qwerty1234
  qwerty12345 qwerty123456 qwerty321 qwertyu qwertyui qwertyuiop qwertz qwertzuiop qwqwqw
  rafael rafael123 rainbow ramirez ranger raquel realmadrid rebeca rebecca reinaldo ricardo
  riverplate roberto rocio123 rodrigo rodriguez ronaldo ronaldo7 rosario root1234 rootroot
  salvador samantha samsung samsung1 samuel sanchez santiago santiago1 santos123 saopaulo
  scooby score123 sebastian secret secret1 secret123 secreto secreto1 segredo seguridad
  senha1 senha12 senha123 senha1234 senha12345 senha123456 senhasenha servidor shadow shadow1 shannon
  silver simpson sistema sistemas sistemas1 slipknot snoopy soccer soccer1 sofia123 softball
  soledad sophie sparky spiderman starwars steven summer sunshine sunshine1 super123 superman superman1
  supervisor suporte susana system taylor teamo123 teamomucho tecnico teamor teclado temp1234
  temporal temporal1 tequiero tequieromucho teresa test123 test1234 test12345 testing testtest thomas
  thunder tigger tinkerbell toyota trabajo trabalho trustno1 tucuman unknown uruguay user1234
  user123 usuario usuario1 usuario123 valentina valentin valeria vanessa vasco123 venezuela
  veronica victor victoria victoria1 vicente virginia vitoria welcome welcome1 welcome12
  welcome123 whatever william wilson winner winter xavier ximena xxxxxx xxxxxxxx yamileth
  yankees yolanda zaq12wsx zaq1zaq1 zaq1xsw2 zinch zxc123 zxcasdqwe zxcvbn zxcvbnm zxcvbnm1 zzzzzz
  `
    .split(/\s+/)
    .filter((password) => password !== ''),
);
