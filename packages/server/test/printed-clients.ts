/** Where a printed client is pointed: what the documentation leaves to be filled in. */
export interface Target {
  host: string;
  port: number;
  id: string;
  token: string;
}

const BODY =
  '{"username":"jlopez","email":"test@mydomain.com","provider":"local","password":"********","resetPasswordToken":"26f425d6-9269-442b-89ed-e35ba63bf9c0","confirmationToken":"eddc394a-8664-406e-852f-7a35d84a7fb7","confirmed":false,"blocked":false,"role":"string","reports":["maia-c6cbaa76ba8f","maia-3b5a054c593d","maia-f95a8582aea5"]}';
const ESCAPED_BODY = BODY.replaceAll('"', '\\"');

/** Shell + Curl. */
export const shellClient = ({ host, port, id, token }: Target): string => `curl --request PUT \\
  --url https://${host}:${port}/users/${id} \\
  --header 'Authorization: Bearer ${token}' \\
  --header 'content-type: application/x-www-form-urlencoded' \\
  --data '${BODY}'
`;

/** Node + Native. */
export const nodeClient = ({
  host,
  port,
  id,
  token,
}: Target): string => `const http = require("https");

const options = {
  method: "PUT",
  hostname: "${host}",
  port: ${port},
  path: "/users/${id}",
  headers: {
    "content-type": "application/x-www-form-urlencoded",
    Authorization: "Bearer ${token}",
  },
};

const req = http.request(options, function (res) {
  const chunks = [];

  res.on("data", function (chunk) {
    chunks.push(chunk);
  });

  res.on("end", function () {
    const body = Buffer.concat(chunks);
    console.log(body.toString());
  });
});

req.write(
  JSON.stringify({
    username: "jlopez",
    email: "test@mydomain.com",
    provider: "local",
    password: "********",
    resetPasswordToken: "26f425d6-9269-442b-89ed-e35ba63bf9c0",
    confirmationToken: "eddc394a-8664-406e-852f-7a35d84a7fb7",
    confirmed: false,
    blocked: false,
    role: "string",
    reports: ["maia-c6cbaa76ba8f", "maia-3b5a054c593d", "maia-f95a8582aea5"],
  })
);
req.end();
`;

/** Python + Python3. */
export const pythonClient = ({ host, port, id, token }: Target): string => `import http.client

conn = http.client.HTTPSConnection("${host}:${port}")

payload = "${ESCAPED_BODY}"

headers = {
    'content-type': "application/x-www-form-urlencoded",
    'Authorization': "Bearer ${token}"
    }

conn.request("PUT", "/users/${id}", payload, headers)

res = conn.getresponse()
data = res.read()

print(data.decode("utf-8"))
`;

/** Php + Curl. */
export const phpClient = ({ host, port, id, token }: Target): string => `<?php

$curl = curl_init();

curl_setopt_array($curl, [
  CURLOPT_URL => "https://${host}:${port}/users/${id}",
  CURLOPT_RETURNTRANSFER => true,
  CURLOPT_ENCODING => "",
  CURLOPT_MAXREDIRS => 10,
  CURLOPT_TIMEOUT => 30,
  CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
  CURLOPT_CUSTOMREQUEST => "PUT",
  CURLOPT_POSTFIELDS => "${ESCAPED_BODY}",
  CURLOPT_HTTPHEADER => [
    "Authorization: Bearer ${token}",
    "content-type: application/x-www-form-urlencoded"
  ],
]);

$response = curl_exec($curl);
$err = curl_error($curl);

curl_close($curl);

if ($err) {
  echo "cURL Error #:" . $err;
} else {
  echo $response;
}
`;
