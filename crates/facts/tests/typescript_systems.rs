//! Systems of TypeScript: model calls, agents, routes, tests, and what their imports lead to.

mod repository;

use beredd_facts::{CallVia, RepoFacts};
use repository::facts;

fn vendors(repo: &RepoFacts) -> Vec<&str> {
    let sites = repo.population().call_sites.iter();
    sites
        .map(|site| match &site.via {
            CallVia::Provider { provider, .. } => provider.as_str(),
            CallVia::FirstParty { .. } => "own",
        })
        .collect()
}

#[test]
fn calls_of_libraries_are_found_by_what_they_are_bound_to() {
    let repo = facts(
        "//- src/app.ts
import OpenAI from \"openai\";
import Anthropic from \"@anthropic-ai/sdk\";
import { generateText } from \"ai\";
import { anthropic } from \"@ai-sdk/anthropic\";
import { BedrockRuntimeClient, ConverseCommand } from \"@aws-sdk/client-bedrock-runtime\";
import { S3Client, PutObjectCommand } from \"@aws-sdk/client-s3\";
const client = new OpenAI();
const bedrock = new BedrockRuntimeClient({});
export async function run(messages: string[]) {
  await client.chat.completions.create({ model: \"gpt-4.1\", messages });
  await new Anthropic().messages.create({ model: \"claude\", messages });
  await generateText({ model: anthropic(\"claude\"), prompt: \"x\" });
  await bedrock.send(new ConverseCommand({}));
  await new S3Client({}).send(new PutObjectCommand({}));
  await fetch(\"https://api.openai.com/v1/chat/completions\", { method: \"POST\" });
  await fetch(\"https://example.com\");
}
",
    );
    assert_eq!(vendors(&repo), ["openai", "anthropic", "anthropic", "bedrock", "openai"]);
}

#[test]
fn agents_of_frameworks_and_of_none_are_found() {
    let repo = facts(
        "//- src/llm/client.ts
import OpenAI from \"openai\";
export class LlmClient {
  private client = new OpenAI();
  async complete(prompt: string) { return this.client.chat.completions.create({ prompt }); }
}
//- src/agents/support/supportAgent.ts
import { LlmClient } from \"../../llm/client.js\";
export class SupportAgent {
  constructor(private readonly llm: LlmClient) {}
  async answer(text: string) { return this.llm.complete(text); }
}
export class AgentRegistry {}
//- src/agents/triage.ts
import { Agent } from \"@openai/agents\";
export const triage = new Agent({ name: \"Triage\", instructions: \"Send on.\" });
//- src/agents/chat.ts
import { streamText, tool } from \"ai\";
export async function chatTurn(model, messages) {
  return streamText({ model, messages, tools: { search: tool({}) } });
}
export async function title(model, prompt) { return streamText({ model, prompt }); }
",
    );
    let agents: Vec<(&str, &str)> =
        repo.population().agents.iter().map(|a| (a.name.as_str(), a.framework.as_str())).collect();
    assert_eq!(agents, [("Triage", "openai-agents"), ("chatTurn", "vercel-ai"), ("SupportAgent", "none")]);
    let support = repo.population().agents.iter().find(|agent| agent.name == "SupportAgent").unwrap();
    assert_eq!(support.call_sites.len(), 1);
    let services: Vec<&str> =
        repo.population().central_services.iter().map(|service| service.name.as_str()).collect();
    assert_eq!(services, ["LlmClient"]);
}

#[test]
fn agents_reach_models_through_aliases_and_packages_of_the_workspace() {
    let repo = facts(
        "//- tsconfig.json
{ \"compilerOptions\": { \"paths\": { \"@/*\": [\"./src/*\"] } } }
//- package.json
{ \"name\": \"mill\", \"dependencies\": { \"openai\": \"5\" } }
//- packages/prices/package.json
{ \"name\": \"@mill/prices\", \"main\": \"dist/index.js\" }
//- packages/prices/src/index.ts
import OpenAI from \"openai\";
export class PriceModel {
  private readonly client = new OpenAI();
  ask(question: string) { return this.client.responses.create({ model: \"gpt-4o\", input: question }); }
}
//- src/models/gateway.ts
import OpenAI from \"openai\";
export class ModelGateway {
  private readonly client = new OpenAI();
  ask(question: string) { return this.client.responses.create({ model: \"gpt-4o\", input: question }); }
}
//- src/agents/order-agent.ts
import { ModelGateway } from \"@/models/gateway.js\";
export class OrderAgent {
  constructor(private readonly models: ModelGateway) {}
  async answer(question: string) { return this.models.ask(question); }
}
//- src/agents/price-agent.ts
import { PriceModel } from \"@mill/prices\";
export class PriceAgent {
  constructor(private readonly models: PriceModel) {}
  async answer(question: string) { return this.models.ask(question); }
}
",
    );
    let agents: Vec<(&str, usize)> =
        repo.population().agents.iter().map(|agent| (agent.name.as_str(), agent.call_sites.len())).collect();
    assert_eq!(agents, [("OrderAgent", 1), ("PriceAgent", 1)]);
}

#[test]
fn imports_are_followed_by_extension_alias_and_workspace() {
    let repo = facts(
        "//- tsconfig.json
{ \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"@/*\": [\"src/*\"] } } }
//- package.json
{ \"name\": \"desk\", \"main\": \"dist/index.js\", \"dependencies\": { \"zod\": \"4\" } }
//- packages/core/package.json
{ \"name\": \"@desk/core\", \"main\": \"dist/index.js\" }
//- packages/core/src/index.ts
export const core = 1;
//- src/index.ts
import { a } from \"./a.js\";
import { b } from \"@/b\";
import { core } from \"@desk/core\";
import { z } from \"zod\";
import { gone } from \"./gone\";
import type { Also } from \"./also-gone\";
export default [a, b, core, z, gone];
//- src/a.ts
export const a = 1;
//- src/b/index.ts
export * from \"./c\";
//- src/b/c.tsx
export const b = 1;
",
    );
    let resolution = repo.resolution();
    let missing: Vec<&str> = resolution.unresolved.iter().map(|one| one.missing.as_str()).collect();
    assert_eq!(missing, ["src/gone", "src/also-gone"]);
    let dead: Vec<&str> = resolution.dead.keys().map(|path| path.as_str()).collect();
    assert_eq!(dead, ["src/index.ts"]);
    let reached: Vec<&str> = resolution.reachable.iter().map(|path| path.as_str()).collect();
    assert_eq!(
        reached,
        ["packages/core/src/index.ts", "src/a.ts", "src/b/c.tsx", "src/b/index.ts", "src/index.ts"]
    );
}

#[test]
fn routes_are_found_with_what_guards_them() {
    let repo = facts(
        "//- src/app.ts
import express from \"express\";
import { agents } from \"./routes\";
import { requireAuth } from \"./auth\";
const app = express();
app.get(\"/health\", (req, res) => res.send(\"ok\"));
app.use(\"/api\", requireAuth, agents);
app.get(\"port\");
app.listen(3000);
//- src/routes.ts
import { Router } from \"express\";
export const agents = Router();
agents.post(\"/agents\", async (req, res) => { res.json({}); });
//- src/auth.ts
export function requireAuth(req, res, next) {
  if (!req.user) return res.status(401).end();
  next();
}
//- src/desk.controller.ts
import { Controller, Get, UseGuards } from \"@nestjs/common\";
import { JwtGuard } from \"./jwt\";
@Controller(\"desk\")
export class DeskController {
  @Get(\":id\") @UseGuards(JwtGuard) find() { return 1; }
  @Get() all() { return []; }
}
",
    );
    let routes: Vec<(String, bool)> = repo
        .population()
        .routes
        .iter()
        .map(|route| (format!("{} {}", route.method, route.pattern), route.authenticated_by.is_some()))
        .collect();
    let expected =
        [("GET /health", false), ("GET /desk/:id", true), ("GET /desk", false), ("POST /api/agents", true)];
    assert_eq!(routes, expected.map(|(route, is)| (route.to_owned(), is)));
}

#[test]
fn tests_are_counted_as_they_run() {
    let repo = facts(
        "//- test/desk.test.ts
import { describe, expect, it } from \"vitest\";
describe(\"desk\", () => {
  it(\"answers\", () => { expect(1).toBe(1); });
  it.each([1, 2, 3])(\"adds %i\", (n) => { expect(n).toBe(n); });
  it.skip(\"waits\", () => { expect(1).toBe(2); });
  it(\"says nothing\", () => {});
});
describe.skip(\"later\", () => { it(\"comes\", () => { expect(1).toBe(1); }); });
",
    );
    let tests: Vec<(u32, bool, bool)> =
        repo.population().tests.iter().map(|test| (test.cases, test.is_skipped, test.asserts)).collect();
    assert_eq!(
        tests,
        [(1, false, true), (3, false, true), (1, true, true), (1, false, false), (1, true, true)]
    );
}

#[test]
fn a_package_that_says_how_it_is_started_is_a_service_once() {
    let repo = facts(
        "//- package.json
{ \"name\": \"root\", \"workspaces\": [\"apps/*\"], \"scripts\": { \"start\": \"turbo start\" } }
//- apps/web/package.json
{ \"name\": \"@shop/web\", \"scripts\": { \"start\": \"next start\" } }
//- apps/web/app/page.tsx
export default function Page() { return null; }
//- apps/api/package.json
{ \"name\": \"@shop/api\", \"scripts\": { \"start\": \"node dist/server.js\" } }
//- apps/api/src/server.ts
import express from \"express\";
const app = express();
app.listen(80);
//- apps/look/package.json
{ \"name\": \"look\", \"scripts\": { \"start\": \"react-scripts start\" } }
",
    );
    let services: Vec<&str> = repo.population().services.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(services, ["api", "web"]);
}

#[test]
fn a_handler_of_next_is_guarded_by_what_it_hands_the_request_to() {
    let repo = facts(
        "//- package.json
{\"dependencies\": {\"next\": \"16\"}}
//- src/app/api/proxy/route.ts
import { NextResponse } from \"next/server\";
async function handle(request: Request, method: string) {
  if (!request.headers.get(\"cookie\")) {
    return NextResponse.json({ error: \"Unauthorized\" }, { status: 401 });
  }
  return new Response(method);
}
async function show(request: Request) {
  return new Response(\"open\");
}
export const GET = (request: Request) => handle(request, \"GET\");
export const POST = (request: Request) => show(request);
",
    );
    let routes: Vec<(String, bool)> = repo
        .population()
        .routes
        .iter()
        .map(|route| (format!("{} {}", route.method, route.pattern), route.authenticated_by.is_some()))
        .collect();
    assert_eq!(routes, [("GET /api/proxy".to_owned(), true), ("POST /api/proxy".to_owned(), false)]);
}
