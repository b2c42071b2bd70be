// A real identity provider for the tests: node oidc_server.mjs REDIRECT_URI
// Prints its issuer when it serves. Whoever writes a name on its page is that subject; all
// subjects say that they have the same e-mail address, which must prove nothing.
import { createServer } from "node:http";
import { once } from "node:events";
import { parse } from "node:querystring";
import { Provider } from "oidc-provider";

const EMAIL = "anna@example.se";
const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "erfara",
      client_secret: "a secret for a test on this machine alone",
      redirect_uris: [process.argv[2]],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub", "email", "email_verified"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["a key for a test"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/hello/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: EMAIL, email_verified: true }),
  }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/hello/")) return answer(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    response.end("<form method=post><label>Who <input name=who></label><button>Go</button></form>");
    return undefined;
  }
  let body = "";
  for await (const part of request) body += part;
  const who = parse(body).who;
  const result = who
    ? { login: { accountId: who, remember: false } }
    : { error: "access_denied", error_description: "turned away" };
  return provider.interactionFinished(request, response, result);
});
console.log(issuer);
